package io.balsa.bench.report.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Markdown, JUnit's XML and the console. */
class ComparisonTextTest {
    @TempDir
    static Path directory;

    private static String markdown;
    private static Element suite;

    @BeforeAll
    static void render() throws IOException, ParserConfigurationException, SAXException {
        SampleComparison.write(directory);
        markdown = Files.readString(ComparisonMarkdown.write(directory));
        suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ComparisonJUnit.write(directory).toFile())
                .getDocumentElement();
    }

    @Test
    void shouldBeginWithTheVerdictWhenWrittenAsMarkdown() {
        assertThat(markdown.lines().findFirst()).contains("### Balsa bench: REGRESSED");
        assertThat(markdown)
                .contains("**1 regressed, 1 improved, ")
                .contains("A: main (`119d588`)", "B: shorter &lt;path> (`0b51e55`)")
                .contains("- Allocation REGRESSED: `" + SampleComparison.ALLOCATES + "`, 0.000 B/op to 24.00 B/op")
                .contains("**Next**");
    }

    @Test
    void shouldHaveARowPerVerdictWhenWrittenAsMarkdown() {
        final List<String> rows =
                markdown.lines().filter(line -> line.startsWith("| `")).toList();

        assertThat(rows).hasSize(7).allSatisfy(row -> assertThat(row.split("\\|"))
                .hasSize(7));
        assertThat(rows)
                .anySatisfy(row -> assertThat(row)
                        .matches("\\| `\\Q" + SampleComparison.REGRESSED
                                + "\\E` \\| [\\d.]+ ns/op \\| [\\d.]+ ns/op \\| \\+\\d+\\.\\d% "
                                + "\\| \\+\\d+\\.\\d% to \\+\\d+\\.\\d% \\| ▲ REGRESSED \\|"))
                .anySatisfy(row -> assertThat(row)
                        .startsWith("| `" + SampleComparison.SAMPLED + " p99` | ")
                        .contains("µs/op"));
    }

    @Test
    void shouldFailAndSkipWhenWrittenAsXml() {
        assertThat(suite.getTagName()).isEqualTo("testsuite");
        assertThat(suite.getAttribute("tests")).isEqualTo("7");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(elements("testcase")).hasSize(7);
        assertThat(elements("failure"))
                .extracting(failure -> ((Element) failure.getParentNode()).getAttribute("name"))
                .containsExactlyInAnyOrder("append{payloadLength=256}", "put{snapshot=<none> & \"all\"}");
        assertThat(elements("failure"))
                .extracting(failure -> failure.getAttribute("message"))
                .anyMatch(message -> message.startsWith("processor time of B against A: +"))
                .anyMatch(message -> message.equals("allocation REGRESSED: 0.000 B/op to 24.00 B/op"));
        assertThat(elements("skipped"))
                .hasSize(Integer.parseInt(suite.getAttribute("skipped")))
                .extracting(skipped -> skipped.getAttribute("message"))
                .anyMatch(message -> message.matches("UNSTABLE: \\d+ of \\d+ forks failed: .*"))
                .anyMatch(message -> message.startsWith("INCONCLUSIVE: "));
        assertThat(elements("system-err").get(0).getTextContent()).isEqualTo(SampleComparison.PROBLEM);
    }

    @Test
    void shouldReplaceCharactersThatXmlCannotHoldWhenTheyAreInANote(@TempDir final Path other)
            throws IOException, ParserConfigurationException, SAXException {
        Files.copy(directory.resolve("forks.ndjson"), other.resolve("forks.ndjson"));
        Files.writeString(
                other.resolve("comparison.json"),
                Files.readString(directory.resolve("comparison.json")).replace("wanted=24", "wanted=\\u0007"));

        final Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ComparisonJUnit.write(other).toFile())
                .getDocumentElement();

        assertThat(root.getElementsByTagName("system-err").item(0).getTextContent())
                .contains("wanted=?");
    }

    @Test
    void shouldEndWithTheVerdictWhenShownInATerminal() throws IOException {
        final String text = ComparisonConsole.render(directory);

        assertThat(text)
                .contains("Verdicts: change of the time per operation, B against A\n")
                .contains("PROBLEM: " + SampleComparison.PROBLEM)
                .contains("UNSTABLE: " + SampleComparison.UNSTABLE);
        assertThat(text.substring(text.lastIndexOf("\n\n") + 2)).startsWith("REGRESSED: 1 regressed, 1 improved, ");
    }

    private static List<Element> elements(final String name) {
        final NodeList found = suite.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
