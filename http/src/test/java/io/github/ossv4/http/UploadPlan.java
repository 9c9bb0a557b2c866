// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.object.ObjectAcl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A random upload: its options, its faults, and the actions of other clients on its object. Immutable.
 *
 * @param acl null for that of the bucket
 * @param earlier the object that exists before the upload; null for none
 * @param competitor the client that stores an object during the upload; null for none
 * @param cancelAt the number of parts after which it is cancelled; -1 for never
 * @param expireAt the number of parts after which its credentials expire; -1 for never
 */
record UploadPlan(
        String key,
        ByteString content,
        boolean isStream,
        boolean isResumable,
        boolean keepsParts,
        boolean hasCallback,
        boolean forbidsOverwrite,
        @Nullable ObjectAcl acl,
        int partSize,
        int workers,
        int threshold,
        List<Fault> faults,
        Duration skew,
        int cancelAt,
        int expireAt,
        @Nullable Earlier earlier,
        @Nullable Competitor competitor) {
    static final int PART = 100 * 1024;

    /** An object that another client stored before. */
    record Earlier(boolean hasSameBytes, ObjectAcl acl) {}

    /**
     * Another client that stores the same bytes with other metadata.
     *
     * @param aborts whether it aborts the upload too
     * @param attempt the attempt of the deciding request at which it acts; the first is 1
     * @param comesFirst whether it acts before the attempt; otherwise after it, and before its outcome is resolved
     */
    record Competitor(boolean forbidsOverwrite, boolean aborts, int attempt, boolean comesFirst, ObjectAcl acl) {}

    private static final String[] CALLS = {
        "InitiateMultipartUpload",
        "UploadPart",
        "UploadPart",
        "UploadPart",
        "CompleteMultipartUpload",
        "CompleteMultipartUpload",
        "PutObject",
        "AbortMultipartUpload",
        "HeadObject",
        "ListParts"
    };

    private static final ObjectAcl[] ACLS = {ObjectAcl.PRIVATE, ObjectAcl.PUBLIC_READ};

    /** @param noise the source of the bytes */
    static UploadPlan of(long seed, byte[] noise) {
        Random random = new Random(seed);
        int size = random.nextInt(10) == 0
                ? random.nextInt(noise.length)
                : random.nextInt(random.nextBoolean() ? 12 * PART : PART + 1);
        int offset = random.nextInt(noise.length - size + 1);
        boolean stream = random.nextInt(4) == 0;
        return new UploadPlan(
                "k" + seed,
                ByteString.of(noise, offset, size),
                stream,
                !stream && random.nextInt(3) == 0,
                random.nextInt(8) == 0,
                random.nextBoolean(),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0 ? acl(random) : null,
                PART + random.nextInt(PART),
                1 + random.nextInt(6),
                random.nextBoolean() ? 0 : PART,
                faults(random),
                random.nextInt(8) == 0 ? Duration.ofMinutes(random.nextBoolean() ? 20 : -20) : Duration.ZERO,
                random.nextInt(6) == 0 ? random.nextInt(8) : -1,
                random.nextInt(4) == 0 ? random.nextInt(8) : -1,
                random.nextInt(4) == 0 ? new Earlier(random.nextInt(3) > 0, acl(random)) : null,
                random.nextInt(3) == 0 ? competitor(random) : null);
    }

    private static Competitor competitor(Random random) {
        return new Competitor(
                random.nextBoolean(),
                random.nextInt(3) == 0,
                1 + random.nextInt(2),
                random.nextInt(3) == 0,
                acl(random));
    }

    private static ObjectAcl acl(Random random) {
        return ACLS[random.nextInt(ACLS.length)];
    }

    private static List<Fault> faults(Random random) {
        List<Fault> faults = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Fault fault = fault(random);
            if (fault != null) {
                faults.add(fault);
            }
        }
        return List.copyOf(faults);
    }

    private static @Nullable Fault fault(Random random) {
        String call = CALLS[random.nextInt(CALLS.length)];
        boolean uploads =
                List.of("UploadPart", "CompleteMultipartUpload", "PutObject").contains(call);
        int times = 1 + random.nextInt(random.nextInt(4) == 0 ? 6 : 2);
        Fault fault = switch (random.nextInt(10)) {
            case 0 -> Fault.error(500, "InternalError");
            case 1 -> Fault.error(503, "ServiceUnavailable").header("Retry-After", "0");
            case 2 -> Fault.error(403, "AccessDenied");
            case 3 -> uploads ? Fault.uploadReset(0) : null;
            case 4 -> uploads ? Fault.uploadReset(random.nextInt(PART)) : null;
            case 5, 6 -> Fault.responseLost();
            case 7 -> Fault.delay(Duration.ofMillis(random.nextInt(20)));
            case 8 -> uploads ? Fault.wrongCrc64(random.nextLong()) : null;
            default -> call.equals("UploadPart") ? Fault.wrongEtag() : null;
        };
        return fault == null ? null : fault.on(call).times(times);
    }

    byte[] bytes() {
        return content.toByteArray();
    }

    /** Returns the user metadata that identifies the object of this upload. */
    String marker() {
        return "upload of " + key;
    }

    /** Returns whether the upload is one PutObject request, which leaves no checkpoint. */
    boolean isPut() {
        return isStream ? content.size() < partSize : content.size() <= threshold;
    }

    boolean needsOthers() {
        return earlier != null || competitor != null;
    }

    /**
     * Returns the options of the upload.
     *
     * @param callback used if the plan has one
     */
    UploadOptions options(Path checkpoint, Callback callback, TransferListener progress) {
        UploadOptions.Builder options = UploadOptions.builder()
                .partSize(partSize)
                .workers(workers)
                .threshold(threshold)
                .metadata("marker", marker())
                .progress(progress);
        if (isResumable) {
            options.checkpoint(checkpoint);
        }
        if (keepsParts) {
            options.keepParts();
        }
        if (hasCallback) {
            options.callback(callback);
        }
        if (forbidsOverwrite) {
            options.forbidOverwrite();
        }
        if (acl != null) {
            options.acl(acl);
        }
        return options.build();
    }

    @Override
    public String toString() {
        return "UploadPlan{" + content.size() + " bytes" + (isPut() ? " in one request" : ", parts of " + partSize)
                + (isStream ? ", stream" : "") + (isResumable ? ", checkpoint" : "") + (keepsParts ? ", keepParts" : "")
                + (hasCallback ? ", callback" : "") + (forbidsOverwrite ? ", forbidOverwrite" : "") + ", acl " + acl
                + ", " + faults + ", skew " + skew + ", cancelled at " + cancelAt + ", expired at " + expireAt + ", "
                + earlier + ", " + competitor + "}";
    }
}
