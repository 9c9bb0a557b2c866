// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OssutilConfigTest {
    @TempDir
    private Path home;

    private OssutilConfig of(String content) throws IOException {
        Files.writeString(home.resolve(".ossutilconfig"), content);
        return OssutilConfig.in(home.toString(), "");
    }

    @Test
    void readsVersion2() throws Exception {
        OssutilConfig config = of("""
                # of ossutil config
                [profile other]
                accessKeyId = other
                [Default]
                access-key-id=id
                AccessKeySecret = hunter2=
                sts_token =
                region=cn-hangzhou
                """);

        assertEquals(Credentials.of("id", "hunter2="), config.get());
        assertEquals("cn-hangzhou, from ~/.ossutilconfig", String.valueOf(config.setting("region")));
        assertNull(config.setting("endpoint"));
    }

    @Test
    void readsSectionOfProfile() throws Exception {
        of("[default]\naccessKeyId=id\n[profile  Other]\naccessKeyId=other\naccessKeySecret=s\nregion=cn-x");
        OssutilConfig config = OssutilConfig.in(home.toString(), "otheR");

        assertEquals(Credentials.of("other", "s"), config.get());
        assertEquals("cn-x, from [profile other] of ~/.ossutilconfig", String.valueOf(config.setting("region")));
        assertTrue(config.hasProfile());
        assertFalse(OssutilConfig.in(home.toString(), "third").hasProfile());
    }

    @Test
    void readsVersion1() throws Exception {
        OssutilConfig config = of("""
                \uFEFF[Credentials]
                language=EN
                endpoint=oss-cn-hangzhou.aliyuncs.com
                accessKeyID=id
                accessKeySecret=hunter2
                stsToken=t
                """.replace("\n", "\r\n"));

        assertEquals(Credentials.of("id", "hunter2", "t"), config.get());
        assertEquals("oss-cn-hangzhou.aliyuncs.com, from ~/.ossutilconfig", String.valueOf(config.setting("endpoint")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[profile  default]\naccessKeyId=id\naccessKeySecret=hunter2\nsecurityToken=t\nmode=StsToken",
                "[default]\naccessKeyId=id\naccessKeySecret=hunter2\nsts-token=t\n[Credentials]\naccessKeyId=other"
            })
    void readsOtherForms(String content) throws Exception {
        assertEquals(Credentials.of("id", "hunter2", "t"), of(content).get());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[default] | has no accessKeyId",
                "accessKeyId=id | has no accessKeyId",
                "[default];mode=EcsRamRole;accessKeyId=id;accessKeySecret=hunter2 | its mode is not AK or StsToken"
            })
    void isNotConfiguredWithoutPair(String content, String message) throws Exception {
        OssutilConfig config = of(content.replace(';', '\n'));

        String refused = assertThrows(IllegalStateException.class, config::get).getMessage();

        assertEquals(message, refused.substring(refused.length() - message.length()));
    }

    @Test
    void isNotConfiguredWithoutFile() {
        OssutilConfig none = OssutilConfig.in(home.toString(), "");

        assertEquals(
                home.resolve(".ossutilconfig") + " does not exist",
                assertThrows(IllegalStateException.class, none::get).getMessage());
        assertNull(none.setting("region"));
    }

    @ParameterizedTest
    @CsvSource({"accessKeyId=id, it has no accessKeySecret", "accessKeySecret=hunter2, it has no accessKeyId"})
    void refusesHalfOfAPair(String line, String message) throws Exception {
        OssutilConfig config = of("[default]\n" + line);

        assertEquals(message, assertThrows(IOException.class, config::get).getMessage());
    }

    @Test
    void refusesMalformedValuesWithoutThem() throws Exception {
        OssutilConfig config = of("[default]\naccessKeyId=h\u00fcnter2\naccessKeySecret=hunter2");

        IOException refused = assertThrows(IOException.class, config::get);

        assertFalse(refused.toString().contains("nter2"), refused::toString);
        assertNull(refused.getCause());
    }

    @Test
    void readsRegularFilesOnly() throws Exception {
        Files.createDirectory(home.resolve(".ossutilconfig"));
        OssutilConfig directory = OssutilConfig.in(home.toString(), "");

        UsageException refused = assertThrows(UsageException.class, () -> directory.setting("region"));

        assertEquals("~/.ossutilconfig cannot be read: it is not a regular file", refused.getMessage());
    }
}
