// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A RAM role to assume, and the options of its session. Immutable; {@link #toString()} contains neither the policy nor
 * the external id.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole">AssumeRole</a>
 */
public final class AssumeRole {
    private static final String DEFAULT_SESSION_NAME = "ossv4";
    private static final Duration SHORTEST = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final long NANOS_IN_SECOND = 1_000_000_000;
    private static final int LONGEST_POLICY = 2048;

    private static final Pattern ROLE_ARN = Pattern.compile("acs:ram:[^:\\s]*:[^:\\s]+:role/[^\\s\\p{Cntrl}]+");
    private static final Pattern SESSION_NAME = Pattern.compile("[A-Za-z0-9.@_-]{2,64}");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9_+=,.@:/-]{2,1224}");

    private final String roleArn;
    private final String sessionName;
    private final Duration duration;
    private final @Nullable String policy;
    private final @Nullable String externalId;
    private final HttpUrl stsEndpoint;

    AssumeRole(Builder builder) {
        this.roleArn = builder.roleArn;
        this.sessionName = builder.sessionName;
        this.duration = builder.duration;
        this.policy = builder.policy;
        this.externalId = builder.externalId;
        this.stsEndpoint = builder.stsEndpoint;
    }

    /**
     * Returns a role with default options.
     *
     * @param roleArn as for {@link #builder}
     * @throws IllegalArgumentException in the same cases as {@link #builder}
     */
    public static AssumeRole of(String roleArn) {
        return builder(roleArn).build();
    }

    /**
     * Returns a builder of a role with default options.
     *
     * @param roleArn such as {@code acs:ram::123456789012:role/uploader}
     * @throws IllegalArgumentException if it is not the ARN of a role
     */
    public static Builder builder(String roleArn) {
        return new Builder(roleArn);
    }

    /** Returns a builder with the session name and the endpoint from environment variables. */
    static Builder builder(String roleArn, Environment environment) {
        Builder builder = new Builder(roleArn);
        builder.stsEndpoint = StsEndpoint.of(environment);
        String sessionName = environment.text(Environment.ROLE_SESSION_NAME);
        return sessionName == null ? builder : builder.sessionName(sessionName);
    }

    String roleArn() {
        return roleArn;
    }

    String sessionName() {
        return sessionName;
    }

    Duration duration() {
        return duration;
    }

    @Nullable
    String policy() {
        return policy;
    }

    @Nullable
    String externalId() {
        return externalId;
    }

    HttpUrl stsEndpoint() {
        return stsEndpoint;
    }

    @Override
    public String toString() {
        return "AssumeRole{" + PrintableText.escape(roleArn) + ", sessionName=" + sessionName + ", duration=" + duration
                + (policy == null ? "" : ", policy") + (externalId == null ? "" : ", externalId") + ", " + stsEndpoint
                + "}";
    }

    /** Collects the options of a role. Not thread-safe. */
    public static final class Builder {
        private final String roleArn;
        private String sessionName = DEFAULT_SESSION_NAME;
        private Duration duration = Duration.ofHours(1);
        private @Nullable String policy;
        private @Nullable String externalId;
        private HttpUrl stsEndpoint = StsEndpoint.CENTRAL;

        Builder(String roleArn) {
            if (!ROLE_ARN.matcher(roleArn).matches()) {
                throw new IllegalArgumentException(
                        "the ARN of a role must have the form acs:ram::ACCOUNT:role/NAME, was "
                                + PrintableText.escape(roleArn));
            }
            this.roleArn = Utf8.check("the ARN of the role", roleArn);
        }

        /**
         * Sets the name of the session, which ActionTrail logs; default {@code ossv4}.
         *
         * @param sessionName 2 to 64 letters, digits and {@code . @ - _}
         */
        public Builder sessionName(String sessionName) {
            if (!SESSION_NAME.matcher(sessionName).matches()) {
                throw new IllegalArgumentException(
                        "the name of a role session must be 2 to 64 letters, digits and . @ - _, was "
                                + PrintableText.escape(sessionName));
            }
            this.sessionName = sessionName;
            return this;
        }

        /**
         * Sets the lifetime of the credentials; default 1 hour.
         *
         * @param duration whole seconds, from 15 minutes to the maximum of the role, which is at most 12 hours
         */
        public Builder duration(Duration duration) {
            if (duration.compareTo(SHORTEST) < 0
                    || duration.compareTo(LONGEST) > 0
                    || duration.toNanos() % NANOS_IN_SECOND != 0) {
                throw new IllegalArgumentException(
                        "the duration of a role session must be whole seconds, from 15 minutes to 12 hours, was "
                                + duration);
            }
            this.duration = duration;
            return this;
        }

        /**
         * Sets a policy that restricts the permissions of the role further; default none.
         *
         * @param policy 1 to 2048 characters of JSON
         */
        public Builder policy(String policy) {
            if (policy.isEmpty() || policy.length() > LONGEST_POLICY) {
                throw new IllegalArgumentException("the policy of a role session must have 1 to " + LONGEST_POLICY
                        + " characters, had " + policy.length());
            }
            this.policy = Utf8.check("the policy of a role session", policy);
            return this;
        }

        /**
         * Sets the external id that the owner of the role requires from third parties; default none. It cannot be used
         * with OIDC.
         *
         * @param externalId 2 to 1224 letters, digits and {@code = , . @ : / - _ +}
         */
        public Builder externalId(String externalId) {
            if (!EXTERNAL_ID.matcher(externalId).matches()) {
                throw new IllegalArgumentException(
                        "the external id must be 2 to 1224 letters, digits and = , . @ : / - _ +, had "
                                + externalId.length() + " characters");
            }
            this.externalId = externalId;
            return this;
        }

        /** Uses STS in a region, such as {@code cn-hangzhou}; default the central endpoint {@code sts.aliyuncs.com}. */
        public Builder stsRegion(String region) {
            this.stsEndpoint = StsEndpoint.ofRegion(Objects.requireNonNull(region, "region"));
            return this;
        }

        /** Uses STS within the VPC of a region: {@code sts-vpc.cn-hangzhou.aliyuncs.com}. */
        public Builder stsVpcRegion(String region) {
            this.stsEndpoint = StsEndpoint.ofVpc(Objects.requireNonNull(region, "region"));
            return this;
        }

        /** Uses another endpoint of STS: a host, which is reached by https, or a URL. */
        public Builder stsEndpoint(String endpoint) {
            this.stsEndpoint = StsEndpoint.parse(Objects.requireNonNull(endpoint, "endpoint"));
            return this;
        }

        Builder stsEndpoint(HttpUrl endpoint) {
            this.stsEndpoint = endpoint;
            return this;
        }

        /** Returns the role. */
        public AssumeRole build() {
            return new AssumeRole(this);
        }
    }
}
