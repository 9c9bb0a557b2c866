// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ossv4.cli.testing.CliFixture;
import io.github.ossv4.cli.testing.CliResult;
import org.junit.jupiter.api.Test;

/** {@code ossv4 ls} without a bucket. */
class ListBucketsTest extends CliFixture {
    @Test
    void listsBuckets() throws Exception {
        for (String[] arguments : new String[][] {{"ls"}, {"ls", "oss://"}, {"ls", "OSS://"}}) {
            assertEquals("oss://examplebucket\n", cli.run(arguments).expect(0).out());
        }
        assertEquals(
                "oss://examplebucket\0", cli.run("ls", "--print0").expect(0).out());
    }

    @Test
    void printsRegionAndStorageClass() throws Exception {
        CliResult text = cli.run("ls", "-l").expect(0);
        assertTrue(
                text.out().matches("20\\d\\d-\\d\\d-\\d\\dT\\S+Z +cn-hangzhou +Standard +oss://examplebucket\n"),
                text::toString);
        JsonNode json = cli.run("ls", "--json").expect(0).json().get(0);
        assertEquals("examplebucket", json.get("bucket").textValue());
        assertEquals("cn-hangzhou", json.get("region").textValue());
        assertEquals("Standard", json.get("storageClass").textValue());
        assertTrue(json.get("creationDate").textValue().endsWith("Z"));
        assertTrue(json.has("endpoint") && json.has("internalEndpoint"), json::toString);
    }

    @Test
    void refusesOptionsThatNeedABucket() throws Exception {
        for (String option : new String[] {"-r", "--versions", "--include=a"}) {
            assertTrue(cli.run("ls", option).expect(2).err().contains("require a bucket, as oss://BUCKET"));
        }
        assertTrue(cli.run("ls", "--anonymous").expect(2).err().contains("--anonymous requires a bucket"));
        assertTrue(cli.run("ls", "--cname", "--endpoint", "https://static.example.com")
                .expect(2)
                .err()
                .contains("the endpoint is your own domain, which serves one bucket only"));
        assertTrue(requests.isEmpty(), requests::toString);
    }

    @Test
    void reportsWrongSettingsOfConnection() throws Exception {
        assertTrue(cli.run("ls", "--endpoint", "https://oss.example.com", "--region", "hangzhou")
                .expect(2)
                .err()
                .contains("did you mean cn-hangzhou?"));
        assertTrue(cli.run("ls", "--endpoint", "https://examplebucket.oss-cn-hangzhou.aliyuncs.com")
                .expect(2)
                .err()
                .contains("endpoint must not name a bucket"));
        assertEquals(
                "InvalidArgument",
                cli.run("ls", "--json", "--region", "cn-beijing")
                        .expect(1)
                        .error()
                        .get("code")
                        .textValue());
    }
}
