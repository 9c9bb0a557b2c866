// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

import io.github.ossv4.http.internal.okhttp.RequiredVersions;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A source of credentials. It is called once for each request, on the thread that sends it. An implementation must be
 * thread-safe and should be fast: cache fetched credentials until shortly before they expire.
 *
 * <table>
 *   <caption>Where do you run?</caption>
 *   <tr><th>where</th><th>factory</th></tr>
 *   <tr><td>in Kubernetes (RRSA)</td><td>{@link #oidcRole()}</td></tr>
 *   <tr><td>on ECS</td><td>{@link #ecsRamRole()}</td></tr>
 *   <tr><td>in Function Compute or a container with variables</td><td>{@link #environment()}</td></tr>
 *   <tr><td>with a service that issues credentials</td><td>{@link #credentialsUri(String)}</td></tr>
 *   <tr><td>on your own machine, with the CLI</td><td>{@link #cliProfile()}</td></tr>
 *   <tr><td>in more than one of these places</td><td>{@link #defaultChain()}</td></tr>
 *   <tr><td>with a role of another account, or fewer permissions</td>
 *     <td>{@link #assumeRole(CredentialsSource, AssumeRole)}</td></tr>
 *   <tr><td>elsewhere</td><td>{@link #command}, {@link #refreshing}, {@link #of}</td></tr>
 * </table>
 */
@FunctionalInterface
public interface CredentialsSource {
    /**
     * Returns the credentials to sign with now. Id, secret and token must belong together.
     *
     * @throws IOException if the source fails; the request fails with it before anything is sent
     */
    Credentials get() throws IOException;

    /**
     * Notifies the source that OSS refused its credentials as expired or unknown. A source that can fetch new
     * credentials does so before the next {@link #get}, unless it already has others. Does nothing by default; must not
     * block.
     */
    default void refused(Credentials credentials) {}

    /**
     * Returns where the last credentials were found, as a human-readable text such as {@code environment variables}. Null if
     * it is not known, which is the default. The {@link #defaultChain} returns it after {@link #get}.
     */
    default @Nullable String origin() {
        return null;
    }

    /** Returns a source of credentials that never change. */
    static CredentialsSource of(Credentials credentials) {
        Objects.requireNonNull(credentials, "credentials");
        return () -> credentials;
    }

    /**
     * Returns a source that looks for credentials in the places that Alibaba Cloud SDKs share, in their order:
     *
     * <ol>
     *   <li>the variables of {@link #environment()}
     *   <li>the variables of {@link #oidcRole()}
     *   <li>the file of {@link #cliProfile()}, unless {@code ALIBABA_CLOUD_CLI_PROFILE_DISABLED} is {@code true}
     *   <li>the section {@code ALIBABA_CLOUD_PROFILE}, or {@code default}, of the file
     *       {@code ALIBABA_CLOUD_CREDENTIALS_FILE}, or {@code ~/.alibabacloud/credentials.ini}, or
     *       {@code ~/.alibabacloud/credentials}. Its types are {@code access_key}, {@code sts}, {@code ram_role_arn},
     *       {@code ecs_ram_role} and {@code oidc_role_arn}
     *   <li>the RAM role of this ECS instance: {@code ALIBABA_CLOUD_ECS_METADATA}, or the attached one, unless {@code
     *       ALIBABA_CLOUD_ECS_METADATA_DISABLED} is {@code true}
     *   <li>the variable of {@link #credentialsUri()}
     * </ol>
     *
     * <p>The chain uses the first source that is configured: its variables are set, its file exists, or the instance
     * has a role. The chain keeps using that source. If the source fails, the chain fails: the next source may have
     * other permissions. The chain starts again from the top only if the variable or the file no longer exists. The
     * message of the exception has a line for each source that was tried. System properties are not read: other users
     * of the machine can see them.
     *
     * <p>Credentials are {@linkplain #refreshing refreshed}; permanent ones are read again after 3 minutes. Outside of
     * ECS the first request usually waits a second for the metadata service, if no source above it is configured.
     *
     * @see <a href="https://www.alibabacloud.com/help/en/sdk/developer-reference/v2-manage-access-credentials">Default
     *     credentials of Alibaba Cloud SDKs</a>
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12
     */
    static CredentialsSource defaultChain() {
        RequiredVersions.check();
        DefaultChain chain = new DefaultChain(Environment.system(), Platform::system);
        return refreshing(new LimitedLifetime(chain, Clock.systemUTC()));
    }

    /**
     * Returns the {@link #defaultChain()} with one more source, such as a file of another program. It is used if no variable
     * and no file of the chain is configured, before the RAM role of an ECS instance that no variable names.
     *
     * @param other has a fixed {@link #origin}, the name for messages. Its {@link #get} throws {@link IllegalStateException}
     *     if it is not configured; another exception is a failure of the chain. Its credentials are permanent
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12
     */
    static CredentialsSource defaultChain(CredentialsSource other) {
        Objects.requireNonNull(other, "other");
        RequiredVersions.check();
        DefaultChain chain = new DefaultChain(Environment.system(), Platform::system, Collections.singletonList(other));
        return refreshing(new LimitedLifetime(chain, Clock.systemUTC()));
    }

    /**
     * Returns a source that reads environment variables at each request: {@code OSS_ACCESS_KEY_ID}, {@code
     * OSS_ACCESS_KEY_SECRET} and, for temporary credentials, {@code OSS_SESSION_TOKEN}. If none of them is set, it reads
     * {@code ALIBABA_CLOUD_ACCESS_KEY_ID}, {@code ALIBABA_CLOUD_ACCESS_KEY_SECRET} and {@code ALIBABA_CLOUD_SECURITY_TOKEN}.
     * The two sets are not combined. If an id or a secret is not set, {@link #get} throws {@link IllegalStateException} with
     * the variable's name.
     */
    static CredentialsSource environment() {
        return new EnvironmentCredentials(Environment.system());
    }

    /**
     * Returns a source for the role of this pod's service account in Kubernetes (RRSA). It reads the environment variables
     * that the ack-pod-identity-webhook sets: {@code ALIBABA_CLOUD_ROLE_ARN}, {@code ALIBABA_CLOUD_OIDC_PROVIDER_ARN} and
     * {@code ALIBABA_CLOUD_OIDC_TOKEN_FILE}. {@code ALIBABA_CLOUD_ROLE_SESSION_NAME} is optional, with the default
     * {@code ossv4}. {@code ALIBABA_CLOUD_STS_REGION} and, within the region's VPC,
     * {@code ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true} select the endpoint of STS. For the rest see {@link
     * #oidcRole(AssumeRole, String, Path)}.
     *
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12
     */
    static CredentialsSource oidcRole() {
        RequiredVersions.check();
        Platform platform = Platform.system();
        return refreshing(OidcRole.ofEnvironment(platform.environment(), platform.sts()));
    }

    /**
     * Returns a source for a role that trusts an OIDC provider. Its credentials come from STS ({@code AssumeRoleWithOIDC})
     * and are {@linkplain #refreshing refreshed}. The file with the token is read at each fetch, since it is replaced before
     * the token expires. A fetch takes at most 10 seconds.
     *
     * @param providerArn such as {@code acs:ram::123456789012:oidc-provider/ack-rrsa}
     * @param tokenFile a file with the token, 4 to 20000 characters
     * @throws IllegalArgumentException if the ARN is malformed, or the role has an external id
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12
     */
    static CredentialsSource oidcRole(AssumeRole role, String providerArn, Path tokenFile) {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(tokenFile, "tokenFile");
        RequiredVersions.check();
        return refreshing(
                new OidcRole(role, providerArn, tokenFile, Platform.system().sts()));
    }

    /**
     * Returns a source for a role that is assumed with the credentials of another source. Its credentials come from STS
     * ({@code AssumeRole}) and are {@linkplain #refreshing refreshed}. A fetch takes at most 10 seconds.
     *
     * @param source the credentials of a RAM user or of another role, not of the account itself
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12
     * @see <a href="https://help.aliyun.com/zh/ram/developer-reference/api-sts-2015-04-01-assumerole">AssumeRole</a>
     */
    static CredentialsSource assumeRole(CredentialsSource source, AssumeRole role) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(role, "role");
        RequiredVersions.check();
        return refreshing(new AssumedRole(source, role, Platform.system().sts()));
    }

    /**
     * Returns a source for the URL in the environment variable {@code ALIBABA_CLOUD_CREDENTIALS_URI}, which is read at each
     * fetch. Equivalent to {@link #credentialsUri(String)}.
     */
    static CredentialsSource credentialsUri() {
        RequiredVersions.check();
        return refreshing(CredentialsUri.ofEnvironment(Environment.system()));
    }

    /**
     * Returns a source for a URL that returns credentials in the JSON of {@link #command}, with {@code SecurityToken}
     * and {@code Expiration}. They are {@linkplain #refreshing refreshed}. A fetch takes at most 10 seconds, its
     * response has at most 64 KB, redirects are not followed, and http uses no proxy. No exception contains the query
     * of the URL.
     *
     * @param uri an http or https URL
     * @throws IllegalArgumentException if it is not a URL of http or https
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12
     */
    static CredentialsSource credentialsUri(String uri) {
        Objects.requireNonNull(uri, "uri");
        RequiredVersions.check();
        return refreshing(new CredentialsUri(uri));
    }

    /**
     * Returns a source for the profile of the Alibaba Cloud CLI that {@code ALIBABA_CLOUD_PROFILE} names, or else for the
     * current one. Equivalent to {@link #cliProfile(String)}.
     */
    static CredentialsSource cliProfile() {
        RequiredVersions.check();
        Platform platform = Platform.system();
        return refreshing(new LimitedLifetime(new CliProfile(platform, null), platform.clock()));
    }

    /**
     * Returns a source for a profile of the Alibaba Cloud CLI in {@code ~/.aliyun/config.json}. Its mode must be {@code AK},
     * {@code StsToken}, {@code RamRoleArn}, {@code ChainableRamRoleArn}, {@code EcsRamRole}, {@code OIDC}, {@code
     * CredentialsURI} or {@code External}. The file is never written. It is read again whenever the credentials are
     * {@linkplain #refreshing refreshed}: permanent ones after 3 minutes, and immediately if OSS refuses them.
     *
     * @param name the name of the profile
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12
     * @see <a href="https://www.alibabacloud.com/help/en/cli/configure-credentials">Credentials of the CLI</a>
     */
    static CredentialsSource cliProfile(String name) {
        Objects.requireNonNull(name, "name");
        RequiredVersions.check();
        Platform platform = Platform.system();
        return refreshing(new LimitedLifetime(new CliProfile(platform, name), platform.clock()));
    }

    /**
     * Returns a source of temporary credentials. They are fetched at the first request, and again before they expire: after
     * 4/5 of their lifetime, but 2 minutes before its end, or in the middle of a lifetime of less than 4 minutes. No thread
     * is created: one of the threads that call {@link #get} fetches, while the others use the old credentials.
     *
     * <p>While the old credentials are valid, failures of the fetcher are ignored, and it is called again a second
     * later, then after 2, 4, up to 60 seconds. Without valid credentials all calls wait for one fetch, and receive its
     * result or an {@link IOException} whose cause is the exception of the fetcher. A call within a second after a
     * failed fetch, then within 2, 4, up to 60 seconds after the next ones, fails immediately with the same cause. A
     * thread that is interrupted while it waits receives an {@link java.io.InterruptedIOException}.
     *
     * <p>Credentials that OSS {@linkplain #refused refused} are invalid. If the fetcher returns the same ones again, they
     * are used, and their next refusal causes a fetch after a second at the earliest, then after 2, 4, up to 60 seconds. The
     * same applies to new credentials that OSS refuses within 2 minutes of their fetch, from the second in a row.
     *
     * <p>A fetch fails if its credentials have already expired by the system's clock.
     */
    static CredentialsSource refreshing(CredentialsFetcher fetcher) {
        return new RefreshingCredentials(Objects.requireNonNull(fetcher, "fetcher"), Clock.systemUTC());
    }

    /**
     * Returns a source for the RAM role that is attached to this ECS instance. Equivalent to {@link #ecsRamRole(String)}.
     */
    static CredentialsSource ecsRamRole() {
        RequiredVersions.check();
        return refreshing(Platform.system().ecsRamRole(null));
    }

    /**
     * Returns a source for a RAM role of this ECS instance, by its name. Its credentials come from the metadata service
     * at 100.100.100.200, without a proxy, with a token if the service issues one (security hardening mode). If {@code
     * ALIBABA_CLOUD_IMDSV1_DISABLED} is {@code true}, a token is required. The credentials are {@linkplain #refreshing
     * refreshed}. A fetch has 2 or 3 requests of up to 5 seconds each. Outside of ECS the first one fails, usually
     * within a second.
     *
     * @throws IllegalArgumentException if the name is not 1 to 64 characters without whitespace and slashes
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12
     */
    static CredentialsSource ecsRamRole(String role) {
        Objects.requireNonNull(role, "role");
        RequiredVersions.check();
        return refreshing(Platform.system().ecsRamRole(role));
    }

    /**
     * Returns a source of credentials that a command prints, {@linkplain #refreshing refreshed}. Do not put secrets into its
     * arguments, which other users of the machine can see. The command runs without a shell and without input. It must print
     * one JSON object to its standard output; its standard error is discarded.
     *
     * <pre>{@code
     * {"AccessKeyId": "STS.…", "AccessKeySecret": "…", "SecurityToken": "…", "Expiration": "2006-01-02T15:04:05Z"}
     * }</pre>
     *
     * <p>Credentials without {@code SecurityToken} are permanent. Credentials without {@code Expiration} never expire,
     * and are fetched again only after OSS refuses them. The command fails if its exit status is not 0, if it runs
     * longer than 15 seconds, or if it prints more than 64 KB. It is then killed, on Java 9 and later with all its
     * child processes.
     *
     * @throws IllegalArgumentException if the list or its first element is empty, or an element contains U+0000
     * @throws IllegalStateException if OkHttp on the class path is older than 4.12
     */
    static CredentialsSource command(List<String> command) {
        RequiredVersions.check();
        return refreshing(new CredentialsCommand(command, CredentialsCommand.LIMIT));
    }
}
