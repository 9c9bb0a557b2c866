// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Thrown if the parts that OSS has stored are not the parts of the upload, so that it was not completed. The upload
 * still exists: send {@link #partsToSend} again and complete it, or abort it.
 */
public final class PartMismatchException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int MAX_NUMBERS_SHOWN = 10;

    private final ArrayList<Integer> missing;
    private final ArrayList<Integer> different;
    private final ArrayList<Integer> unexpected;

    /**
     * Creates an exception, also for a test of your handler.
     *
     * @param call operation, key, bucket, host and port, for the message
     * @param missing the numbers of the parts that OSS does not have, ascending
     * @param different the numbers of the parts of another size or CRC64, ascending
     * @param unexpected the numbers of stored parts that the upload does not have, ascending
     */
    public PartMismatchException(
            String call, List<Integer> missing, List<Integer> different, List<Integer> unexpected) {
        super(Stream.of(
                        describe("missing", missing),
                        describe("of another size or CRC64", different),
                        describe("not in the plan", unexpected))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(
                        "; ",
                        PrintableText.escape(call) + ": not sent, since stored parts differ from the upload: ",
                        "")));
        this.missing = new ArrayList<>(missing);
        this.different = new ArrayList<>(different);
        this.unexpected = new ArrayList<>(unexpected);
    }

    private static String describe(String what, List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return "";
        }
        return numbers.stream()
                .limit(MAX_NUMBERS_SHOWN)
                .map(String::valueOf)
                .collect(Collectors.joining(
                        ", ", numbers.size() + " " + what + " (", numbers.size() > MAX_NUMBERS_SHOWN ? ", …)" : ")"));
    }

    /** Returns the numbers of the parts that OSS does not have, ascending. */
    public List<Integer> missing() {
        return Collections.unmodifiableList(missing);
    }

    /** Returns the numbers of the parts of another size or CRC64, ascending. */
    public List<Integer> different() {
        return Collections.unmodifiableList(different);
    }

    /**
     * Returns the numbers of stored parts that the upload does not have, ascending. They come from another plan or
     * another program, and cannot be deleted one by one: abort the upload.
     */
    public List<Integer> unexpected() {
        return Collections.unmodifiableList(unexpected);
    }

    /** Returns the numbers of the missing and the different parts, ascending. */
    public List<Integer> partsToSend() {
        List<Integer> all = new ArrayList<>(missing);
        all.addAll(different);
        Collections.sort(all);
        return Collections.unmodifiableList(all);
    }
}
