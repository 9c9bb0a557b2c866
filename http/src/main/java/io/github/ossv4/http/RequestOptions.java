// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The options of a call: a value that is equal to another one if all settings are equal. Immutable. */
abstract class RequestOptions {
    private static final long MIN_TRAFFIC_LIMIT = 245_760;
    private static final long MAX_TRAFFIC_LIMIT = 838_860_800;

    RequestOptions() {}

    /** Returns all settings by their names. */
    abstract Map<String, @Nullable Object> settings();

    /** Compares all settings. Two listeners are equal only if they are the same object. */
    @Override
    public final boolean equals(@Nullable Object other) {
        // Options of different classes have different names of settings.
        return other instanceof RequestOptions
                && ((RequestOptions) other).settings().equals(settings());
    }

    @Override
    public final int hashCode() {
        return settings().hashCode();
    }

    /** Names the settings, without the values of headers. */
    @Override
    public final String toString() {
        List<String> texts = new ArrayList<>();
        settings().forEach((name, value) -> {
            if (Boolean.TRUE.equals(value) || value instanceof TransferListener) {
                texts.add(name);
            } else if (value != null && !Boolean.FALSE.equals(value) && !value.equals(Conditions.NONE)) {
                texts.add(name + "=" + value);
            }
        });
        return PrintableText.escape(getClass().getSimpleName() + texts);
    }

    static int checkRange(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " must be between 1 and " + max + ", was " + value);
        }
        return value;
    }

    static long checkTrafficLimit(long bitsPerSecond) {
        if (bitsPerSecond < MIN_TRAFFIC_LIMIT || bitsPerSecond > MAX_TRAFFIC_LIMIT) {
            throw new IllegalArgumentException("trafficLimit must be between " + MIN_TRAFFIC_LIMIT + " and "
                    + MAX_TRAFFIC_LIMIT + " bits per second, was " + bitsPerSecond);
        }
        return bitsPerSecond;
    }

    static String checkVersionId(String versionId) {
        // For OSS the parameter without a value means the current version.
        if (Objects.requireNonNull(versionId, "versionId").isEmpty()) {
            throw new IllegalArgumentException("versionId must not be empty");
        }
        return versionId;
    }

    static String checkMd5(String md5) {
        try {
            if (Base64.getDecoder().decode(Objects.requireNonNull(md5, "contentMd5")).length == 16
                    && md5.length() == 24) {
                return md5;
            }
        } catch (IllegalArgumentException e) {
            // Not Base64.
        }
        throw new IllegalArgumentException(
                "contentMd5 must be 16 bytes in Base64 (24 characters), was " + PrintableText.escape(md5));
    }
}
