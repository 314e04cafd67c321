package dev.holdfast.lab.countries;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary tree that leads from the bits of an address to the data of the longest network that holds it.
 *
 * <p>A node has a record for each value of the next bit. A record is the number of another node, or nothing, or a place in the
 * data section; the file tells them apart by their size.
 */
final class SearchTree {
    private static final int BITS = 128;
    private static final int RECORD_BYTES = 4;
    /** Between the tree and the data there are so many zeros, which count in the records. */
    private static final int SEPARATOR = 16;

    private static final int NOTHING = -1;
    private static final int FIRST_DATA = -2;

    /** Not negative: a node. From {@link #FIRST_DATA} down: data. */
    private final List<int[]> nodes = new ArrayList<>();

    SearchTree() {
        nodes.add(new int[] {NOTHING, NOTHING});
    }

    int size() {
        return nodes.size();
    }

    /** Says that the data at this offset holds for a network. Networks that hold others must come first. */
    void insert(BigInteger address, int prefix, int offset) {
        int node = 0;
        for (int depth = 0; depth < prefix - 1; depth++) {
            node = descend(node, bit(address, depth));
        }
        nodes.get(node)[bit(address, prefix - 1)] = FIRST_DATA - offset;
    }

    /** Makes another network lead to the same as this one, which must have nodes below it. */
    void alias(BigInteger other, BigInteger existing, int prefix) {
        int from = 0;
        int to = 0;
        for (int depth = 0; depth < prefix - 1; depth++) {
            from = descend(from, bit(other, depth));
            to = descend(to, bit(existing, depth));
        }
        nodes.get(from)[bit(other, prefix - 1)] = descend(to, bit(existing, prefix - 1));
    }

    /** The node below; what held for the whole network holds for both of its halves. */
    private int descend(int node, int bit) {
        int record = nodes.get(node)[bit];
        if (record >= 0) {
            return record;
        }
        nodes.add(new int[] {record, record});
        nodes.get(node)[bit] = nodes.size() - 1;
        return nodes.size() - 1;
    }

    private static int bit(BigInteger address, int depth) {
        return address.testBit(BITS - 1 - depth) ? 1 : 0;
    }

    int recordBits() {
        return RECORD_BYTES * Byte.SIZE;
    }

    /** The tree, and the zeros after it. */
    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(nodes.size() * 2 * RECORD_BYTES + SEPARATOR);
        for (int[] node : nodes) {
            buffer.putInt(written(node[0])).putInt(written(node[1]));
        }
        return buffer.array();
    }

    private int written(int record) {
        if (record >= 0) {
            return record;
        }
        return record == NOTHING ? nodes.size() : nodes.size() + SEPARATOR + FIRST_DATA - record;
    }
}
