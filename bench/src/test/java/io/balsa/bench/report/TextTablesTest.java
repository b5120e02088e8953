package io.balsa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTablesTest {
    @Test
    void shouldAlignColumnsWhenCellsDifferInLength() {
        final Table table = new Table("Loads", "<name", "p50", "max")
                .row("one", "1.5", "200")
                .row("fifteen", "10.25", "3")
                .remarkRow("FAILED: rate missed", "two");

        assertThat(TextTables.render(table)).isEqualTo("""
                        Loads
                          name       p50  max
                          one        1.5  200
                          fifteen  10.25    3
                          two      FAILED: rate missed
                        """);
    }

    @Test
    void shouldRefuseARowWhenCellsAreMissing() {
        assertThatThrownBy(() -> new Table("Loads", "a", "b").row("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cells do not fit the columns: cells=1, columns=2");
    }
}
