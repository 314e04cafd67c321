package dev.holdfast.drivers.regional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.holdfast.model.error.HoldfastException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestTest {

    @Test
    void readsNamesOfAllKinds() {
        Manifest manifest = read(
                "size 12 a b",
                "size 3 odd\u0001name",
                "size 7 locked",
                "link l -> x",
                "hash 00ff *a b",
                "hash 11 *odd\u0001name",
                "end");
        assertThat(manifest.entries())
                .isEqualTo(Map.of(
                        "a b", new Manifest.Entry("00ff", 12),
                        "odd\nname", new Manifest.Entry("11", 3),
                        "locked", new Manifest.Entry("", 7),
                        "l -> x", new Manifest.Entry("link ", 0)));
    }

    @Test
    void halfOfAListIsNone() {
        assertThatExceptionOfType(HoldfastException.class).isThrownBy(() -> read("size 12 a", "hash 00ff *a"));
    }

    @Test
    void whatCantBeReadIsNeverTheSame() {
        Manifest unreadable = read("size 7 locked", "end");
        assertThat(unreadable.differingFrom(unreadable)).containsExactly("locked");
    }

    @Test
    void differsInWhatOneHasNotOrHasOtherwise() {
        Manifest one = read("size 5 a", "size 5 b", "size 9 c", "hash 1 *a", "hash 2 *b", "hash 3 *c", "end");
        Manifest other = read("size 5 a", "size 6 b", "size 1 d", "hash 1 *a", "hash 22 *b", "hash 3 *d", "end");
        assertThat(one.differingFrom(other)).containsExactly("b", "c", "d");
        assertThat(one.bytesOf(one.differingFrom(other))).isEqualTo(14);
    }

    @Test
    void aCopyMayHoldWhatAFileWasBeforeTheTransferOrAfterIt() {
        Manifest before = manifest("same 1, changed 1, went 1, twice 1");
        Manifest after = manifest("same 1, changed 2, came 1, twice 3");
        assertThat(Arrival.wrong(before, manifest("same 1, changed 1, went 1, twice 1"), after))
                .isEmpty();
        assertThat(Arrival.wrong(before, manifest("same 1, changed 2, came 1, twice 3"), after))
                .isEmpty();
        assertThat(Arrival.wrong(before, manifest("changed 9, twice 2, foreign 1"), after))
                .containsExactly("changed", "foreign", "same", "twice");
    }

    @Test
    void aCopyIsToldByItsMomentItsRecordAndWhatItIs() {
        assertThat(Copy.read(List.of("none"))).isEmpty();
        Optional<Copy> copy = Copy.read(List.of("at 2026-11-23T10:00:00Z", "hash 1 *a", "end", "hash 2 *a", "end"));
        assertThat(copy.orElseThrow().now().differingFrom(copy.orElseThrow().recorded()))
                .containsExactly("a");
    }

    private static Manifest manifest(String files) {
        return Manifest.read(List.of((files + ", ")
                        .replaceAll("(\\w+) (\\d), ", "hash $2 *$1;")
                        .concat("end")
                        .split(";"))
                .iterator());
    }

    private static Manifest read(String... lines) {
        return Manifest.read(List.of(lines).iterator());
    }
}
