// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.object;

import io.github.ossv4.emulator.internal.wire.HttpDate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of an object that operations change after it was stored. The times are seconds since 1970. Immutable.
 *
 * @param sealed the time at which an appendable object was sealed; 0 if it was not
 * @param restored the time at which the restore of an archived object completes; 0 if it is not restored
 * @param expiry the time at which the restored object can no longer be read
 */
public record ObjectState(long sealed, long restored, long expiry) {
    /** The state of a new object. */
    public static final ObjectState NEW = new ObjectState(0, 0, 0);

    /** Returns this state after the seal, which has the time of the first one. */
    public ObjectState sealed(Instant now) {
        return isSealed() ? this : new ObjectState(now.getEpochSecond(), restored, expiry);
    }

    /** Returns whether the object was sealed. */
    public boolean isSealed() {
        return sealed > 0;
    }

    /** Returns {@code x-oss-sealed-time}; null if there is none. */
    public @Nullable String sealedTime() {
        return isSealed() ? HttpDate.format(Instant.ofEpochSecond(sealed)) : null;
    }

    /** Returns this state after the start of a restore that completes at {@code completed}. */
    public ObjectState restoring(Instant completed, int days) {
        long second = completed.getEpochSecond();
        return new ObjectState(sealed, second, second + seconds(days));
    }

    private static long seconds(int days) {
        return Duration.ofDays(days).toSeconds();
    }

    /** Returns this state with a later expiry, at most {@code maxDays} after the restore completed. */
    public ObjectState extended(int days, int maxDays) {
        return new ObjectState(sealed, restored, Math.min(expiry + seconds(days), restored + seconds(maxDays)));
    }

    /** Returns this state after the end of the restored state. */
    public ObjectState archived() {
        return new ObjectState(sealed, 0, 0);
    }

    /** Returns whether the object is being restored. */
    public boolean isRestoring(Instant now) {
        return now.getEpochSecond() < restored;
    }

    /** Returns whether the object was restored and can be read. */
    public boolean isRestored(Instant now) {
        return restored <= now.getEpochSecond() && now.getEpochSecond() < expiry;
    }

    /** Returns {@code x-oss-restore}, which is also an element of lists; null if there is none. */
    public @Nullable String restoreInfo(Instant now) {
        if (isRestoring(now)) {
            return "ongoing-request=\"true\"";
        }
        return isRestored(now)
                ? "ongoing-request=\"false\", expiry-date=\"" + HttpDate.format(Instant.ofEpochSecond(expiry)) + '"'
                : null;
    }
}
