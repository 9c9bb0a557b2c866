// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedCredentialsFileTest extends PlatformFixture {
    private static final String FILE = ".alibabacloud/credentials.ini";
    private static final String ACCESS_KEY = """
            # A comment = x
            [default]
            enable = true
            type = access_key
              access_key_id=LTAI
            access_key_secret =  s3cr3t==\r
            ; another one
            [empty]
            """;

    private SharedCredentialsFile fetcher() {
        return new SharedCredentialsFile(platform);
    }

    private Path file() {
        return home.resolve(".alibabacloud").resolve("credentials.ini");
    }

    private String notConfigured() {
        return assertThrows(NotConfiguredException.class, fetcher()::fetch).getMessage();
    }

    @Test
    void readsAnAccessKey() throws IOException {
        write(FILE, ACCESS_KEY);
        assertEquals(
                ExpiringCredentials.never(Credentials.of("LTAI", "s3cr3t==")),
                fetcher().fetch());
    }

    @Test
    void readsATemporaryAccessKey() throws IOException {
        write(FILE, ACCESS_KEY.replace("access_key\n", "sts\nsecurity_token=t0k3n\n"));
        assertEquals(
                Credentials.of("LTAI", "s3cr3t==", "t0k3n"), fetcher().fetch().credentials());
    }

    @Test
    void selectsFileAndSection() throws IOException {
        write(FILE, ACCESS_KEY);
        write(".alibabacloud/credentials", ACCESS_KEY.replace("LTAI", "other"));
        assertEquals("LTAI", fetcher().fetch().credentials().accessKeyId());
        Files.delete(file());
        assertEquals("other", fetcher().fetch().credentials().accessKeyId());
        Path named = write("named", ACCESS_KEY.replace("LTAI", "named") + ACCESS_KEY.replace("default", "p"));
        variables.put("ALIBABA_CLOUD_CREDENTIALS_FILE", named.toString());
        assertEquals("named", fetcher().fetch().credentials().accessKeyId());
        variables.put("ALIBABA_CLOUD_PROFILE", "p");
        assertEquals("LTAI", fetcher().fetch().credentials().accessKeyId());
        variables.put("ALIBABA_CLOUD_PROFILE", "q");
        assertEquals(named + " has no section q", notConfigured());
    }

    @Test
    void isNotConfiguredWithoutFileOrIfDisabled() throws IOException {
        assertEquals(file() + " does not exist", notConfigured());
        write(FILE, ACCESS_KEY.replace("true", "false"));
        assertEquals("the section default of " + file() + " is not enabled", notConfigured());
        variables.put("ALIBABA_CLOUD_CREDENTIALS_FILE", home.resolve("x").toString());
        assertEquals(
                home.resolve("x") + " does not exist",
                assertThrows(IOException.class, fetcher()::fetch).getMessage());
    }

    @Test
    void assumesARole() throws IOException {
        write(
                FILE,
                ACCESS_KEY.replace(
                        "access_key\n",
                        "ram_role_arn\nrole_arn=" + ROLE + "\nrole_session_name=me\npolicy={\"a\" = [\"b\"]}\n"));
        sts.accept("LTAI", "s3cr3t==", "");
        assertEquals("STS.1", fetcher().fetch().credentials().accessKeyId());
        assertEquals(
                Map.of(
                        "RoleArn",
                        ROLE,
                        "RoleSessionName",
                        "me",
                        "DurationSeconds",
                        "3600",
                        "Policy",
                        "{\"a\" = [\"b\"]}"),
                sts.accepted.get(0));
    }

    @Test
    void assumesARoleWithOidc() throws IOException {
        sts.acceptOidcToken("t0k3n");
        write(FILE, """
                [default]
                type=oidc_role_arn
                role_arn=%s
                oidc_provider_arn=%s
                oidc_token_file_path=%s
                """.formatted(ROLE, PROVIDER, write("token", "t0k3n")));
        assertEquals("STS.1", fetcher().fetch().credentials().accessKeyId());
    }

    @Test
    void fetchesTheRoleOfTheInstance() throws IOException {
        server.respond("GET /latest/meta-data/ram/security-credentials/Named", 200, document("named"));
        write(FILE, "[default]\ntype=ecs_ram_role\nrole_name=Named");
        assertEquals("named", fetcher().fetch().credentials().accessKeyId());
    }

    @ParameterizedTest
    @CsvSource({"'', type", "ram_role_arn, role_arn", "oidc_role_arn, oidc_provider_arn"})
    void namesTheMissingSetting(String type, String missing) throws IOException {
        String arn = type.startsWith("oidc") ? "\nrole_arn=" + ROLE : "";
        write(FILE, "[default]\naccess_key_secret=s3cr3t\ntype=" + type + arn);
        assertEquals("the section default of " + file() + " has no " + missing, failure(fetcher()));
    }

    @Test
    void rejectsOtherTypesAndInvalidOptions() throws IOException {
        write(FILE, "[default]\ntype=rsa_key_pair\nprivate_key_file=s3cr3t");
        assertEquals(
                "the section default of " + file() + " has the type rsa_key_pair, which is not supported:"
                        + " use access_key, sts, ram_role_arn, ecs_ram_role or oidc_role_arn",
                failure(fetcher()));
        write(FILE, "[default]\ntype=ram_role_arn\nrole_arn=x");
        assertEquals(
                "the section default of " + file()
                        + " is invalid: the ARN of a role must have the form acs:ram::ACCOUNT:role/NAME, was x",
                failure(fetcher()));
        write(FILE, "[default]\ntype=access_key\naccess_key_id=x");
        assertEquals(
                "the section default of " + file() + " has credentials without access_key_secret", failure(fetcher()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t", "=s3cr3t", "[s3cr3t"})
    void rejectsOtherLines(String line) throws IOException {
        write(FILE, "\n" + line);
        assertEquals(
                "line 2 of " + file() + " must be a [section], a line of the form name = value, or a comment",
                failure(fetcher()));
    }

    @Test
    void rejectsOtherEncodings() throws IOException {
        write(FILE, "");
        Files.write(file(), new byte[] {(byte) 0xff});
        assertEquals(file() + " is not UTF-8", failure(fetcher()));
    }

    @Test
    void fetchesOnceFor32Threads() throws IOException {
        write(FILE, ACCESS_KEY.replace("access_key\n", "ram_role_arn\nrole_arn=" + ROLE + "\n"));
        sts.accept("LTAI", "s3cr3t==", "");
        RefreshingCredentials source = refreshing(fetcher());
        assertEquals("STS.1", idOf32Threads(source));
        assertEquals(1, sts.accepted.size());
        clock.advance(Duration.ofHours(2));
        assertEquals("STS.2", idOf32Threads(source));
        assertEquals(2, sts.accepted.size());
    }

    @Test
    void readsTheRotatedFile() throws IOException {
        write(FILE, ACCESS_KEY);
        RefreshingCredentials source = refreshing(fetcher());
        assertId("LTAI", source);
        write(FILE, ACCESS_KEY.replace("LTAI", "LTAJ"));
        clock.advance(Duration.ofMinutes(3));
        assertId("LTAJ", source);
    }
}
