// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.sign;

import io.github.ossv4.internal.canonical.SignatureNames;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The scope in which a signing key is valid: a UTC day, a region and a product. Immutable.
 *
 * <p>Written as {@code 20231216/cn-hangzhou/oss/aliyun_v4_request}.
 */
final class CredentialScope {
    private final String date;
    private final String region;
    private final String product;
    private final String text;

    private CredentialScope(String date, String region, String product) {
        this.date = Objects.requireNonNull(date, "date");
        this.region = Objects.requireNonNull(region, "region");
        this.product = Objects.requireNonNull(product, "product");
        this.text = date + '/' + region + '/' + product + '/' + SignatureNames.TERMINATOR;
    }

    /**
     * Returns a scope. The values are not checked.
     *
     * @param date the day in UTC, {@code yyyyMMdd}
     * @param region the region id of the bucket
     * @param product {@code oss} or {@code oss-cloudbox}
     */
    static CredentialScope of(String date, String region, String product) {
        return new CredentialScope(date, region, product);
    }

    /** Returns the day in UTC, {@code yyyyMMdd}. */
    String date() {
        return date;
    }

    /** Returns the bucket's region id, such as {@code cn-hangzhou}; for {@code oss-cloudbox} the cloud box id. */
    String region() {
        return region;
    }

    /** Returns the product: {@code oss} or {@code oss-cloudbox}. */
    String product() {
        return product;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CredentialScope && text.equals(((CredentialScope) other).text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
