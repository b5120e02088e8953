package io.balsa.consensus.explorer;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Balsa with a bug planted in it: a patch is applied to a copy of its source, compiled, and loaded in front of the true classes.
 *
 * <p>A patch is a unified diff; each hunk must be found exactly once, wherever it is. So a patch that has fallen behind the source
 * is an error, never a mutant that equals the original.
 */
public final class Mutant {
    private static final String PACKAGE = "io.balsa.";

    private final Path classes;

    /**
     * Makes a mutant.
     *
     * @param sources folder of the sources that are patched
     * @param work an empty directory
     * @throws IllegalArgumentException when the patch is not there, does not apply, or makes what does not compile
     */
    public Mutant(final Path patch, final Path sources, final Path work) throws IOException {
        classes = Files.createDirectories(work.resolve("classes"));
        final List<String> compiled = new ArrayList<>();
        for (final Map.Entry<String, String> file : patched(patch, sources).entrySet()) {
            final Path mutated = work.resolve(file.getKey());
            Files.createDirectories(mutated.getParent());
            Files.writeString(mutated, file.getValue());
            compiled.add(mutated.toString());
        }
        compile(compiled);
    }

    /**
     * Returns what the files that a patch changes come to hold, by their names.
     *
     * @param sources folder of the sources that are patched, and left as they are
     * @throws IllegalArgumentException when the patch is not there, or does not apply
     */
    public static Map<String, String> patched(final Path patch, final Path sources) throws IOException {
        requireThere(patch);
        final Map<String, String> files = new LinkedHashMap<>();
        final List<String> lines = Files.readAllLines(patch);
        int at = 0;
        while (at < lines.size()) {
            if (!lines.get(at).startsWith("+++ ")) {
                at++;
                continue;
            }
            final String file = lines.get(at).substring("+++ ".length()).trim();
            int end = at + 1;
            while (end < lines.size() && !lines.get(end).startsWith("--- ")) {
                end++;
            }
            files.put(file, patched(Files.readString(sources.resolve(file)), lines.subList(at + 1, end), patch));
            at = end;
        }
        return files;
    }

    private static void requireThere(final Path patch) throws IOException {
        if (!Files.isRegularFile(patch)) {
            try (Stream<Path> others = Files.list(patch.resolveSibling("."))) {
                throw new IllegalArgumentException("no such bug to plant: file=" + patch + ", there are="
                        + others.map(other -> other.getFileName().toString())
                                .filter(name -> name.endsWith(".patch"))
                                .sorted()
                                .toList());
            }
        }
    }

    private static String patched(final String source, final List<String> hunks, final Path patch) {
        String result = source;
        final StringBuilder before = new StringBuilder();
        final StringBuilder after = new StringBuilder();
        final List<String> lines = new ArrayList<>(hunks);
        lines.add("@@");
        for (final String line : lines) {
            if (line.startsWith("@@")) {
                if (!before.isEmpty()) {
                    result = replacedOnce(result, before.toString(), after.toString(), patch);
                }
                before.setLength(0);
                after.setLength(0);
            } else {
                final String text = line.isEmpty() ? "\n" : line.substring(1) + "\n";
                before.append(line.startsWith("+") ? "" : text);
                after.append(line.startsWith("-") ? "" : text);
            }
        }
        return result;
    }

    private static String replacedOnce(final String source, final String before, final String after, final Path patch) {
        final int found = source.indexOf(before);
        if (found < 0 || source.indexOf(before, found + 1) >= 0) {
            throw new IllegalArgumentException("a patch must apply in exactly one place; bring it up to date: patch="
                    + patch + ", found=" + (found < 0 ? "none" : "several") + ", looked for:\n" + before);
        }
        return source.substring(0, found) + after + source.substring(found + before.length());
    }

    private void compile(final List<String> files) throws IOException {
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
        arguments.addAll(files);
        final java.io.ByteArrayOutputStream errors = new java.io.ByteArrayOutputStream();
        if (compiler.run(null, errors, errors, arguments.toArray(new String[0])) != 0) {
            throw new IllegalArgumentException("a mutant does not compile: " + errors.toString(StandardCharsets.UTF_8));
        }
    }

    /** Returns the class of that name, loaded anew together with all of Balsa's and its tests', the mutated ones first. */
    public Class<?> load(final String name) throws ClassNotFoundException, MalformedURLException {
        final List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (final Class<?> known : List.of(io.balsa.consensus.Raft.class, Mutant.class)) {
            urls.add(known.getProtectionDomain().getCodeSource().getLocation());
        }
        return new CoreFirst(urls.toArray(new URL[0])).loadClass(name);
    }

    /** Asks its own places first for whatever belongs to Balsa or its tests. */
    private static final class CoreFirst extends URLClassLoader {
        CoreFirst(final URL[] urls) {
            super(urls, Mutant.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                final Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
