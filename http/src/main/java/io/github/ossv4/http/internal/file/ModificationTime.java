// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The modification time of a file, kept in the metadata of its object: seconds since 1970 with up to nine decimals, as
 * rclone stores it.
 *
 * @see <a href="https://rclone.org/s3/#modification-times-and-hashes">rclone: modification times</a>
 */
public final class ModificationTime {
    /** The name of the metadata, without its prefix. */
    public static final String METADATA = "mtime";

    private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,11}(\\.[0-9]{1,30})?");
    private static final int NANO_DIGITS = 9;

    private ModificationTime() {}

    /** Returns the value of the metadata. */
    public static String format(FileTime time) {
        Instant instant = time.toInstant();
        return BigDecimal.valueOf(instant.getEpochSecond())
                .add(BigDecimal.valueOf(instant.getNano(), NANO_DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** Returns the time of a value; null if there is none, or if another program wrote it in another form. */
    public static @Nullable Instant parse(@Nullable String value) {
        if (value == null || !SECONDS.matcher(value).matches()) {
            return null;
        }
        BigDecimal time = new BigDecimal(value);
        BigDecimal seconds = time.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                seconds.longValue(),
                time.subtract(seconds).movePointRight(NANO_DIGITS).intValue());
    }

    /** Returns whether two times are the same. Some file systems keep milliseconds only. */
    public static boolean isSame(Instant a, Instant b) {
        return a.truncatedTo(ChronoUnit.MILLIS).equals(b.truncatedTo(ChronoUnit.MILLIS));
    }
}
