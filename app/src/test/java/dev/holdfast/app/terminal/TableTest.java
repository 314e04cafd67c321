package dev.holdfast.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellWithoutItsColours() {
        Palette colours = new Palette(true);

        Table table = new Table().row("a", "long cell", "x").row(colours.red("longer"), "b", "");

        assertThat(table.lines()).containsExactly("a       long cell  x", colours.red("longer") + "  b");
    }
}
