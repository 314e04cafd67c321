package dev.holdfast.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
    private final Palette colours = new Palette(true);

    @Test
    void coloursTakeNoRoom() {
        assertThat(Visible.length(colours.bold("bold") + " and " + colours.red("red")))
                .isEqualTo(12);
    }

    @Test
    void whatFitsIsLeftAlone() {
        assertThat(Visible.cut(colours.red("abc"), 3)).isEqualTo(colours.red("abc"));
    }

    @Test
    void aColourEndsWhereTheTextIsCut() {
        assertThat(Visible.cut("ab" + colours.red("cdef"), 4)).isEqualTo("ab\u001B[31mcd\u001B[0m");
        assertThat(Visible.cut("abcdef", 4)).isEqualTo("abcd");
    }
}
