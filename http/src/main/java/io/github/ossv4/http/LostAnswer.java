// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settles a call that stores an object when its answer was lost: whether the object is there tells whether the call was
 * carried out. It is there if one of the same size and CRC64 is.
 */
final class LostAnswer {
    /** How OSS refuses what has been done already. */
    private static final Set<String> DONE_ALREADY = new HashSet<>(Arrays.asList("NoSuchUpload", "FileAlreadyExists"));

    /** Both times are of whole seconds. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    private final Operation question;
    private final String key;
    private final long size;
    private final boolean asksAtOnce;
    private final boolean withCallback;
    private final long begunNanos = System.nanoTime();
    private boolean anyAge;
    private final Supplier<@Nullable Long> crc64;

    /**
     * @param question a HeadObject of the same key
     * @param crc64 of the object; without it nothing can be settled
     * @param asksAtOnce before it is sent again, not only when that is then refused
     */
    LostAnswer(
            Operation question,
            String key,
            long size,
            Supplier<@Nullable Long> crc64,
            boolean asksAtOnce,
            boolean withCallback) {
        this.question = question;
        this.key = key;
        this.size = size;
        this.asksAtOnce = asksAtOnce;
        this.crc64 = crc64;
        this.withCallback = withCallback;
    }

    /** Says that the object's age tells nothing: that the call was carried out is known otherwise. */
    LostAnswer ofAnyAge() {
        this.anyAge = true;
        return this;
    }

    /** @param maybeDone whether this attempt or an earlier one may have been carried out */
    boolean isInDoubt(IOException failure, boolean maybeDone) {
        if (!maybeDone
                || crc64.get() == null
                || failure instanceof CallbackFailedException
                || failure instanceof ChecksumMismatchException) {
            return false;
        }
        return isDoneAlready(failure) || (asksAtOnce && Exchange.isMaybeDone(failure));
    }

    private static boolean isDoneAlready(IOException failure) {
        return failure instanceof ServiceException && DONE_ALREADY.contains(((ServiceException) failure).code());
    }

    String key() {
        return key;
    }

    Operation question() {
        return question;
    }

    /** Whether it was stored since the call began, by OSS's clock alone: the same bytes may have been there before. */
    private boolean isRecent(ObjectMetadata metadata) {
        Instant stored = metadata.lastModified();
        Instant now = ObjectMetadata.instant(metadata.header("Date"));
        if (stored == null || now == null) {
            return true;
        }
        Duration since = Duration.ofNanos(System.nanoTime() - begunNanos);
        return !stored.isBefore(now.minus(since).minus(ROUNDING));
    }

    /**
     * The result, if the object is there; otherwise null.
     *
     * @throws CallbackFailedException if it is there, and what became of its callback is not known
     */
    @Nullable
    PutResult settled(ObjectMetadata metadata, IOException failure) throws CallbackFailedException {
        Long expected = crc64.get();
        if (expected == null
                || metadata.size() != size
                || !expected.equals(metadata.crc64())
                || !(anyAge || isRecent(metadata))) {
            return null;
        }
        PutResult result =
                new PutResult(key, metadata.etag(), metadata.versionId(), metadata.requestId(), expected, true, null);
        if (withCallback) {
            throw CallbackFailedException.answerLost(result, failure);
        }
        return result;
    }
}
