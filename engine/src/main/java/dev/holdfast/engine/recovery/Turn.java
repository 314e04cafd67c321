package dev.holdfast.engine.recovery;

import java.util.Optional;

/** The right to act on something, which is taken when it is given: two automatic runs must not fight over the same servers. */
public interface Turn {
    /** There is nobody to give way to. */
    Turn FREE = new Turn() {
        @Override
        public Optional<String> take(String target, boolean answers) {
            return Optional.empty();
        }

        @Override
        public void keep(String target) {}

        @Override
        public void giveBack(String target) {}
    };

    /**
     * Takes the turn, or says who has to go first.
     *
     * @param target what would be acted on: the server that failed, or the region
     * @param answers whether it still answers: what is being mended elsewhere may be all that is wrong with it
     */
    Optional<String> take(String target, boolean answers);

    /** Takes the turn, whoever else has it: what was begun is finished. */
    void keep(String target);

    /** The run is over. Repeatable. */
    void giveBack(String target);
}
