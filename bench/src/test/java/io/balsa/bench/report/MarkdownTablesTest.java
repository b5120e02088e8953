package io.balsa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTablesTest {
    @Test
    void shouldAlignColumnsAndKeepCellsApartWhenATextHoldsABar() {
        final Table table = new Table("Times", "<name", "p50").row("a|b", "1.5").row("c", "20");

        assertThat(MarkdownTables.render(table)).isEqualTo("""
                        | name | p50 |
                        | :-- | --: |
                        | a\\|b | 1.5 |
                        | c | 20 |
                        """);
    }
}
