// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.output.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
    @TempDir
    private Path home;

    private ConfigFiles of(@Nullable String option, Map<String, String> environment) {
        return ConfigFiles.of(option, environment, home.toString());
    }

    private void write(String ossutil, String cli) throws IOException {
        Files.writeString(home.resolve(".ossutilconfig"), ossutil);
        Files.createDirectories(home.resolve(".aliyun"));
        Files.writeString(home.resolve(".aliyun/config.json"), cli);
    }

    private void writeBoth() throws IOException {
        write("""
                [default]
                accessKeyId=id
                accessKeySecret=s
                [profile both]
                endpoint=oss-cn-x.aliyuncs.com
                region=cn-x
                """, """
                {"current": "dev", "profiles": [
                  {"name": "dev", "mode": "AK", "region_id": "cn-hangzhou"},
                  {"name": "both", "mode": "AK", "region_id": "cn-y"},
                  {"name": "empty", "mode": "AK"}]}
                """);
    }

    @Test
    void readsRegionOfTheFileThatHasTheProfile() throws Exception {
        writeBoth();
        ConfigFiles both = of("both", Map.of("OSS_PROFILE", "dev"));
        assertEquals("cn-x, from [profile both] of ~/.ossutilconfig", String.valueOf(both.region()));
        assertEquals("oss-cn-x.aliyuncs.com, from [profile both] of ~/.ossutilconfig", String.valueOf(both.endpoint()));
        ConfigFiles cli = of(null, Map.of("OSS_PROFILE", "dev"));
        assertEquals("cn-hangzhou, from the profile dev of ~/.aliyun/config.json", String.valueOf(cli.region()));
        assertNull(cli.endpoint());
        assertEquals(
                "the profile dev of ~/.aliyun/config.json", cli.credentials().origin());
    }

    @Test
    void readsRegionOfCurrentProfile() throws Exception {
        writeBoth();
        assertEquals(
                "cn-hangzhou, from ~/.aliyun/config.json",
                String.valueOf(of(null, Map.of()).region()));
        assertEquals(
                "cn-y, from ~/.aliyun/config.json",
                String.valueOf(of(null, Map.of("ALIBABA_CLOUD_PROFILE", "both")).region()));
        assertEquals("", of(null, Map.of()).missingRegion());
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        writeBoth();
        assertEquals(
                "; the profile empty of ~/.aliyun/config.json has no region_id",
                of("empty", Map.of()).missingRegion());
        UsageException unknown =
                assertThrows(UsageException.class, () -> of("other", Map.of()).region());
        assertEquals(
                "the profile other, from --profile, is neither a section [profile other] of ~/.ossutilconfig nor a"
                        + " profile of ~/.aliyun/config.json",
                unknown.getMessage());
        write("[profile x]\naccessKeyId=id\n", "not JSON");
        assertEquals(
                "; [profile x] of ~/.ossutilconfig has neither region nor endpoint",
                of("x", Map.of()).missingRegion());
        assertNull(of(null, Map.of()).region());
        assertTrue(assertThrows(UsageException.class, () -> of("y", Map.of()).region())
                .getMessage()
                .contains("the profile y"));
    }

    @Test
    void needsNoFile() {
        assertNull(of(null, Map.of()).region());
        assertNull(of(null, Map.of()).endpoint());
    }
}
