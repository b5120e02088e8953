package io.balsa.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what compiles, and where it points there is something. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void shouldShowTheExampleThatCompilesWhenTheReadmeIsRead() throws IOException {
        final List<String> source =
                Files.readAllLines(ROOT.resolve("core/src/test/java/io/balsa/example/ReplicatedCounter.java"));
        final List<String> shown = source.subList(indexOf(source, "// [readme]") + 1, indexOf(source, "// [/readme]"));

        final String example = "public final class ReplicatedCounter implements StateMachine {\n"
                + String.join("\n", shown).stripTrailing() + "\n}\n";

        assertThat(readme()).contains("```java\n" + example + "```");
        assertThat(example.lines().count()).isLessThanOrEqualTo(42);
    }

    @Test
    void shouldPointAtFilesThatExistWhenALinkIsFollowed() throws IOException {
        final Matcher links = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)").matcher(readme());

        while (links.find()) {
            if (!links.group(1).startsWith("https:")) {
                assertThat(ROOT.resolve(links.group(1))).exists();
            }
        }
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static int indexOf(final List<String> lines, final String marker) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).trim().equals(marker)) {
                return i;
            }
        }
        throw new AssertionError("no line says: " + marker);
    }
}
