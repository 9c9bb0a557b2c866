// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.credentials.NoCredentialsException;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches credentials from the first source that is configured. A failure of that source does not lead to the next one,
 * which may have another identity with other permissions.
 *
 * <p>Rule: Sources of the default chain, in the vendor's order; a failure does not switch to another identity ({@code
 * DefaultChainTest}).
 *
 * @see <a href="https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-access-credentials">The default chain of
 *     the vendor</a>
 */
final class DefaultChain implements CredentialsFetcher {
    /** The number of sources before the metadata service. */
    private static final int FILES_AND_VARIABLES = 4;

    private final Supplier<Platform> platform;
    private final List<Link> links;

    /** Created when the first source needs it. */
    private volatile @Nullable Platform services;

    /** The source of the last credentials. Fetches do not run in parallel. */
    private volatile @Nullable Link chosen;

    /** @param platform called once, if the environment variables have no credentials: it loads OkHttp */
    DefaultChain(Environment environment, Supplier<Platform> platform) {
        this(environment, platform, Collections.emptyList());
    }

    /**
     * @param others used if no variable and no file is configured, before the metadata service, whose absence is
     *     noticed after a second only
     */
    DefaultChain(Environment environment, Supplier<Platform> platform, List<CredentialsSource> others) {
        CredentialsSource variables = CredentialsSource.environment(environment::text);
        this.platform = platform;
        CredentialsFetcher profile = () -> new CliProfile(services(), null).fetch();
        List<Link> chain = new ArrayList<>(Arrays.asList(
                new Link(String.valueOf(variables.origin()), () -> fetch(environment, variables), Link.CONFIGURED),
                new Link(
                        "OIDC role",
                        () -> OidcRole.ofEnvironment(environment, services().sts())
                                .fetch(),
                        Link.CONFIGURED),
                new Link(
                        "profile of the CLI",
                        unlessTrue(environment, Environment.CONFIG_DISABLED, profile),
                        Link.CONFIGURED),
                new Link("credentials file", () -> new SharedCredentialsFile(services()).fetch(), Link.CONFIGURED),
                new Link(
                        "ECS RAM role",
                        unlessTrue(
                                environment,
                                Environment.ECS_DISABLED,
                                () -> ecsRamRole(environment.text(Environment.ECS_ROLE))),
                        () -> environment.text(Environment.ECS_ROLE) == null),
                new Link(
                        "credentials URI",
                        () -> CredentialsUri.ofEnvironment(environment).fetch(),
                        Link.CONFIGURED)));
        boolean hasLaterVariable =
                environment.text(Environment.ECS_ROLE) != null || environment.text(Environment.CREDENTIALS_URI) != null;
        int index = hasLaterVariable ? chain.size() : FILES_AND_VARIABLES;
        for (CredentialsSource other : others) {
            chain.add(index, new Link(String.valueOf(other.origin()), fetcher(other), Link.CONFIGURED));
        }
        this.links = chain;
    }

    /** @param role null for the one that is attached to the instance, if this machine may be one */
    private ExpiringCredentials ecsRamRole(@Nullable String role) throws IOException {
        String vendor = role == null ? services().otherVendor() : null;
        if (vendor != null) {
            throw new NotConfiguredException(
                    "the vendor of this machine is " + vendor + ", not Alibaba; if it is an instance of ECS, set "
                            + Environment.ECS_ROLE + " to the name of its role");
        }
        return services().ecsRamRole(role).fetch();
    }

    private static CredentialsFetcher fetcher(CredentialsSource source) {
        return () -> {
            try {
                return ExpiringCredentials.never(source.get());
            } catch (IllegalStateException e) {
                throw new NotConfiguredException(String.valueOf(e.getMessage()));
            }
        };
    }

    private Platform services() {
        Platform created = services;
        if (created == null) {
            created = platform.get();
            services = created;
        }
        return created;
    }

    private static ExpiringCredentials fetch(Environment environment, CredentialsSource variables) throws IOException {
        if (Environment.ACCESS_KEYS.stream().allMatch(name -> environment.text(name) == null)) {
            throw new NotConfiguredException("OSS_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_ID are not set or empty");
        }
        return ExpiringCredentials.never(variables.get());
    }

    private static CredentialsFetcher unlessTrue(Environment environment, String name, CredentialsFetcher fetcher) {
        return () -> {
            if (environment.isTrue(name)) {
                throw new NotConfiguredException("disabled by " + name);
            }
            return fetcher.fetch();
        };
    }

    @Override
    public ExpiringCredentials fetch() throws IOException {
        Link last = chosen;
        if (last != null) {
            try {
                return last.fetcher.fetch();
            } catch (NotConfiguredException e) {
                // Its file or variable no longer exists.
                chosen = null;
            } catch (IOException | RuntimeException e) {
                throw failure("", last, e);
            }
        }
        return fetchFirst();
    }

    @Override
    public @Nullable String origin() {
        Link last = chosen;
        return last == null ? null : last.name;
    }

    private ExpiringCredentials fetchFirst() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Link link : links) {
            try {
                ExpiringCredentials fetched = link.fetcher.fetch();
                chosen = link;
                return fetched;
            } catch (NotConfiguredException e) {
                lines.append(line(link.name, e));
            } catch (IOException | RuntimeException e) {
                if (!link.isProbe.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                    throw failure(lines.toString(), link, e);
                }
                lines.append(line(link.name, e));
            }
        }
        throw new NoCredentialsException("the default chain found no credentials:" + lines, null);
    }

    /** Returns the exception itself if this thread was interrupted: then the source has not failed. */
    private static IOException failure(String lines, Link link, Exception e) {
        if (e instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
            return (InterruptedIOException) e;
        }
        return new NoCredentialsException(
                "a source of the default chain is configured, but failed:" + lines + line(link.name, e), e);
    }

    /** Returns a line of a message. */
    private static String line(String source, Exception e) {
        String message = e.getMessage();
        return "\n  " + source + ": " + PrintableText.escape(message == null ? e.toString() : message);
    }

    /** A source of the chain. */
    private static final class Link {
        /** A failure of the source is one of the chain. */
        static final BooleanSupplier CONFIGURED = () -> false;

        final String name;
        final CredentialsFetcher fetcher;

        /** Whether a failure means that this source is not available here. */
        final BooleanSupplier isProbe;

        Link(String name, CredentialsFetcher fetcher, BooleanSupplier isProbe) {
            this.name = name;
            this.fetcher = fetcher;
            this.isProbe = isProbe;
        }
    }
}
