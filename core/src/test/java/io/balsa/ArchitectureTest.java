package io.balsa;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLConnection;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NetworkChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the packages of Balsa in order: who may know whom, and who may touch the world outside. */
class ArchitectureTest {

    private static final Map<String, List<String>> ALLOWED = Map.of(
            "client", List.of("codec"),
            "codec", List.of("consensus"),
            "consensus", List.of(),
            "disk", List.of(),
            "log", List.of("codec", "disk"),
            "network", List.of("codec", "consensus", "log", "snapshot"),
            "snapshot", List.of("codec", "consensus", "disk"),
            "statemachine", List.of("client", "codec", "log", "snapshot"),
            "node", List.of("client", "codec", "consensus", "disk", "log", "network", "snapshot", "statemachine"),
            "kv",
                    List.of(
                            "client",
                            "codec",
                            "consensus",
                            "disk",
                            "log",
                            "network",
                            "node",
                            "snapshot",
                            "statemachine"));

    private static final DescribedPredicate<JavaClass> SOCKETS = belongTo(
            "sockets",
            Socket.class,
            ServerSocket.class,
            DatagramSocket.class,
            URLConnection.class,
            NetworkChannel.class,
            SelectableChannel.class,
            Pipe.class);

    /** Ways to a file's content that pass {@code io.balsa.disk} by. */
    private static final DescribedPredicate<JavaClass> FILE_CONTENT = belongTo(
            "file content",
            FileInputStream.class,
            FileOutputStream.class,
            FileReader.class,
            FileWriter.class,
            RandomAccessFile.class,
            FileChannel.class,
            AsynchronousFileChannel.class,
            FileLock.class,
            IoUtil.class);

    private static final DescribedPredicate<JavaClass> FILES = belongTo("files", File.class, Files.class);

    private static final JavaClasses BALSA = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.balsa");

    @ParameterizedTest
    @MethodSource("packages")
    void shouldKnowOnlyAllowedPackagesWhenInPackage(final String name) {
        final List<String> known = new ArrayList<>(List.of(tree(name)));
        ALLOWED.getOrDefault(name, List.of()).forEach(allowed -> known.add(tree(allowed)));

        check(noClasses()
                .that()
                .resideInAPackage(tree(name))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.balsa..").and(not(resideInAnyPackage(known.toArray(String[]::new))))));
    }

    static Stream<String> packages() {
        return ALLOWED.keySet().stream().sorted();
    }

    @Test
    void shouldHaveARuleWhenAPackageExists() {
        check(classes()
                .that()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideInAnyPackage(packages().map(ArchitectureTest::tree).toArray(String[]::new)));
    }

    @Test
    void shouldHaveNoCycleWhenPackagesAreSlices() {
        check(slices().matching("io.balsa.(*)..").should().beFreeOfCycles());
    }

    @Test
    void shouldHaveNoCycleWhenPartsOfConsensusAreSlices() {
        check(slices().matching("io.balsa.consensus.(*)..").should().beFreeOfCycles());
    }

    @Test
    void shouldUseOnlyTheLanguageAndItselfWhenConsensus() {
        final DescribedPredicate<JavaClass> language = resideInAnyPackage(
                        tree("consensus"), "java.lang", "org.jspecify.annotations")
                .or(describe("primitive", type -> type.getBaseComponentType().isPrimitive()));

        check(noClasses().that().resideInAPackage(tree("consensus")).should().dependOnClassesThat(not(language)));
    }

    @Test
    void shouldHaveNoClockThreadOrGlobalRandomWhenConsensus() {
        check(noClasses()
                .that()
                .resideInAPackage(tree("consensus"))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat(belongTo("threads", Thread.class, ThreadLocal.class)));
    }

    /** A selector is no socket: {@code node} owns the one in which its duty cycle waits. */
    @Test
    void shouldOpenNoSocketWhenNeitherClientNorNetwork() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(tree("client"), tree("network"))
                .should()
                .dependOnClassesThat(SOCKETS.or(resideInAPackage("java.net.http.."))));
    }

    @Test
    void shouldOpenNoFileWhenNotDisk() {
        check(noClasses().that().resideOutsideOfPackage(tree("disk")).should().dependOnClassesThat(FILE_CONTENT));
    }

    /** The command line of {@code kv} makes data directories and starts processes; everyone else asks {@code disk}. */
    @Test
    void shouldTouchNoFileSystemAndStartNoProcessWhenNeitherDiskNorCommandLine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(tree("disk"), tree("kv"))
                .should()
                .dependOnClassesThat(FILES.or(belongTo("processes", ProcessBuilder.class))));
    }

    @Test
    void shouldNotKnowTheLibrariesOfTheCommandLineWhenNotCommandLine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(tree("kv"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "com.fasterxml.jackson.."));
    }

    private static String tree(final String name) {
        return "io.balsa." + name + "..";
    }

    private static DescribedPredicate<JavaClass> belongTo(final String what, final Class<?>... types) {
        DescribedPredicate<JavaClass> any = belongToAnyOf(types);
        for (final Class<?> type : types) {
            any = any.or(JavaClass.Predicates.assignableTo(type));
        }
        return any.as("are " + what);
    }

    /** A rule about a package that does not exist (yet) holds. */
    private static void check(final ArchRule rule) {
        rule.allowEmptyShould(true).check(BALSA);
    }
}
