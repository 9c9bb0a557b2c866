// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of buckets that are kept as documents. */
class BucketConfigurationsTest {
    private final List<String> log = new ArrayList<>();

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator().with(builder -> builder.log(log::add));

    /** The settings, with a document as in the vendor's documentation, and what a bucket has at first. */
    private enum Setting {
        TAGGING(
                "tagging",
                "<Tagging><TagSet><Tag><Key>k</Key><Value>v &amp; w</Value></Tag></TagSet></Tagging>",
                "<Tagging><TagSet></TagSet></Tagging>"),
        POLICY(
                "policy",
                "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"oss:GetObject\"],"
                        + "\"Principal\":[\"*\"],\"Resource\":[\"acs:oss:*:*:examplebucket/*\"]}]}",
                "NoSuchBucketPolicy"),
        ENCRYPTION(
                "encryption",
                "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
                        + "</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>",
                "NoSuchServerSideEncryptionRule"),
        LOGGING(
                "logging",
                "<BucketLoggingStatus><LoggingEnabled><TargetBucket>examplebucket</TargetBucket>"
                        + "<TargetPrefix>log/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>",
                "<BucketLoggingStatus><LoggingEnabled></LoggingEnabled></BucketLoggingStatus>"),
        WEBSITE(
                "website",
                "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>",
                "NoSuchWebsiteConfiguration"),
        REFERER(
                "referer",
                "<RefererConfiguration><AllowEmptyReferer>false</AllowEmptyReferer><RefererList>"
                        + "<Referer>http://www.example.com</Referer></RefererList>"
                        + "<AllowTruncateQueryString>true</AllowTruncateQueryString><TruncatePath>false</TruncatePath>"
                        + "</RefererConfiguration>",
                "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer>"
                        + "<AllowTruncateQueryString>true</AllowTruncateQueryString><TruncatePath>false</TruncatePath>"
                        + "<RefererList></RefererList>"
                        + "</RefererConfiguration>"),
        ACCELERATION(
                "transferAcceleration",
                "<TransferAccelerationConfiguration><Enabled>true</Enabled></TransferAccelerationConfiguration>",
                "NoSuchTransferAccelerationConfiguration");

        final String parameter;
        final String document;
        final String initial;

        Setting(String parameter, String document, String initial) {
            this.parameter = parameter;
            this.document = document;
            this.initial = initial;
        }
    }

    private SignedRequest request(String method, Setting setting) {
        return emulator.request(method, null).query(setting.parameter, null);
    }

    private RawResponse put(Setting setting, String document) throws IOException {
        return request("PUT", setting)
                .length(document.getBytes(StandardCharsets.UTF_8).length)
                .send(document);
    }

    /** Returns the document of a response without its declaration and its indentation. */
    private static String document(RawResponse response) {
        return response.text()
                .replaceFirst("<\\?.*\\?>", "")
                .replaceAll(">\\s+<", "><")
                .trim();
    }

    private void assertInitial(Setting setting) throws IOException {
        RawResponse response = request("GET", setting).send();
        if (setting.initial.startsWith("<")) {
            assertEquals(200, response.status());
            assertEquals(setting.initial, document(response));
        } else {
            assertEquals(404, response.status());
            assertEquals(setting.initial, response.error().code());
            assertEquals("examplebucket", response.error().details().get("BucketName"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsADocument(Setting setting) throws IOException {
        assertInitial(setting);

        assertEquals(200, put(setting, setting.document).status());

        RawResponse stored = request("GET", setting).send();
        assertEquals(200, stored.status());
        assertEquals(setting.document, document(stored));
        assertEquals(setting == Setting.POLICY ? "application/json" : "application/xml", stored.header("content-type"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REFERER"})
    void deletesADocument(Setting setting) throws IOException {
        put(setting, setting.document);

        assertEquals(204, request("DELETE", setting).send().status());

        assertInitial(setting);
        assertEquals(204, request("DELETE", setting).send().status());
    }

    @Test
    void deletesSomeTags() throws IOException {
        put(
                Setting.TAGGING,
                "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value>2</Value></Tag>"
                        + "<Tag><Key>c</Key><Value>3</Value></Tag></TagSet></Tagging>");

        RawResponse deleted =
                emulator.request("DELETE", null).query("tagging", "a,c,x").send();

        assertEquals(204, deleted.status());
        assertEquals(
                "<Tagging><TagSet><Tag><Key>b</Key><Value>2</Value></Tag></TagSet></Tagging>",
                document(request("GET", Setting.TAGGING).send()));
    }

    @Test
    void describesTheEncryptionOfABucket() throws IOException {
        assertEncryption("<SSEAlgorithm>None</SSEAlgorithm>");

        put(Setting.ENCRYPTION, Setting.ENCRYPTION.document);

        assertEncryption("<SSEAlgorithm>AES256</SSEAlgorithm>");
    }

    @Test
    void completesDocuments() throws IOException {
        put(
                Setting.ENCRYPTION,
                "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>KMS</SSEAlgorithm>"
                        + "<KMSMasterKeyID></KMSMasterKeyID></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>");
        put(
                Setting.REFERER,
                "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer></RefererConfiguration>");

        assertEquals(
                Setting.ENCRYPTION.document.replace("AES256", "KMS"),
                document(request("GET", Setting.ENCRYPTION).send()));
        assertEquals(
                "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer>"
                        + "<AllowTruncateQueryString>true</AllowTruncateQueryString><TruncatePath>false</TruncatePath>"
                        + "</RefererConfiguration>",
                document(request("GET", Setting.REFERER).send()));
    }

    private void assertEncryption(String rule) throws IOException {
        String info =
                document(emulator.request("GET", null).query("bucketInfo", null).send());
        assertTrue(info.contains("<ServerSideEncryptionRule>" + rule + "</ServerSideEncryptionRule>"), info);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TAGGING | <Tagging></Tagging> | 400 MalformedXML null",
                "TAGGING | <Tagging><TagSet><Tag><Key></Key></Tag></TagSet></Tagging> | 400 InvalidTag null",
                "TAGGING | <Tagging><TagSet><Tag><Key>a</Key></Tag><Tag><Key>a</Key></Tag></TagSet></Tagging>"
                        + " | 400 InvalidTag 0010-00000210",
                "POLICY | [] | 400 InvalidPolicyDocument null",
                "POLICY | {\"Version\":\"2\",\"Statement\":[{\"Effect\":\"Deny\"}]} | 400 InvalidPolicyDocument null",
                "POLICY | not JSON | 400 InvalidPolicyDocument null",
                "ENCRYPTION | <ServerSideEncryptionRule></ServerSideEncryptionRule> | 400 MalformedXML null",
                "LOGGING | <BucketLoggingStatus><LoggingEnabled><TargetBucket>missing</TargetBucket></LoggingEnabled>"
                        + "</BucketLoggingStatus> | 400 InvalidTargetBucketForLogging null",
                "WEBSITE | <WebsiteConfiguration> | 400 MalformedXML null",
                "ACCELERATION | <Tagging></Tagging> | 400 MalformedXML null",
            })
    void rejectsInvalidDocuments(Setting setting, String document, String error) throws IOException {
        assertEquals(error, put(setting, document).errorText());
        assertInitial(setting);
    }

    private static String website(String rule) {
        return "<WebsiteConfiguration><IndexDocument><Suffix></Suffix></IndexDocument><RoutingRules><RoutingRule>"
                + rule + "</RoutingRule></RoutingRules></WebsiteConfiguration>";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<HostName>h</HostName>"
                        + " | <PassQueryString>false</PassQueryString><RedirectType>External</RedirectType>",
                "<RedirectType>AliCDN</RedirectType><PassQueryString>true</PassQueryString> | ''",
                "<RedirectType>Mirror</RedirectType><MirrorURL>http://h/</MirrorURL>"
                        + " | <MirrorCheckMd5>false</MirrorCheckMd5><MirrorFollowRedirect>true</MirrorFollowRedirect>"
                        + "<MirrorPassOriginalSlashes>false</MirrorPassOriginalSlashes>"
                        + "<MirrorPassQueryString>false</MirrorPassQueryString><PassQueryString>false</PassQueryString>",
                "<RedirectType>Mirror</RedirectType><MirrorURL>http://h/</MirrorURL><MirrorCheckMd5>true</MirrorCheckMd5>"
                        + "<MirrorPassQueryString>true</MirrorPassQueryString>"
                        + " | <MirrorFollowRedirect>true</MirrorFollowRedirect>"
                        + "<MirrorPassOriginalSlashes>false</MirrorPassOriginalSlashes>"
                        + "<PassQueryString>true</PassQueryString>",
            })
    void completesRedirects(String redirect, String defaults) throws IOException {
        String rule = "<RuleNumber>1</RuleNumber><Redirect>";

        assertEquals(
                200,
                put(Setting.WEBSITE, website(rule + redirect + "</Redirect>")).status());

        assertEquals(
                website(rule + redirect + defaults + "</Redirect>"),
                document(request("GET", Setting.WEBSITE).send()));
    }

    @Test
    void completesHeadersOfMirrors() throws IOException {
        String mirror = "<RuleNumber>1</RuleNumber><Redirect><RedirectType>Mirror</RedirectType>"
                + "<MirrorURL>http://h/</MirrorURL><MirrorHeaders><Pass>a</Pass></MirrorHeaders></Redirect>";

        put(Setting.WEBSITE, website(mirror));

        String stored = document(request("GET", Setting.WEBSITE).send());
        assertTrue(stored.contains("<MirrorHeaders><Pass>a</Pass><PassAll>false</PassAll></MirrorHeaders>"), stored);
    }

    @Test
    void completesTargetOfLogging() throws IOException {
        String target = "<BucketLoggingStatus><LoggingEnabled><TargetBucket>examplebucket</TargetBucket>";
        String end = "</LoggingEnabled></BucketLoggingStatus>";

        put(Setting.LOGGING, target + end);

        assertEquals(
                target + "<TargetPrefix></TargetPrefix>" + end,
                document(request("GET", Setting.LOGGING).send()));
    }

    @Test
    void acceptsUnescapedAmpersands() throws IOException {
        String referer = "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer>"
                + "<AllowTruncateQueryString>true</AllowTruncateQueryString><TruncatePath>false</TruncatePath>"
                + "<RefererBlacklist><Referer>http://a&&b&c=1&amp;&#65;</Referer></RefererBlacklist>"
                + "</RefererConfiguration>";

        assertEquals(200, put(Setting.REFERER, referer).status());

        assertEquals(
                referer.replace("a&&b&c=1&amp;&#65;", "a&amp;&amp;b&amp;c=1&amp;A"),
                document(request("GET", Setting.REFERER).send()));
    }

    /** The ID becomes a header of each object. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "KMS</SSEAlgorithm><KMSMasterKeyID>k&#10;x</KMSMasterKeyID>",
                "KMS</SSEAlgorithm><KMSMasterKeyID>k x</KMSMasterKeyID>",
                "KMS</SSEAlgorithm><KMSMasterKeyID>密钥</KMSMasterKeyID>",
                "KMS</SSEAlgorithm><KMSDataEncryption>AES</KMSDataEncryption>"
            })
    void rejectsEncryptionThatNoObjectCanHave(String rule) throws IOException {
        assertEquals(
                "400 MalformedXML null",
                put(
                                Setting.ENCRYPTION,
                                "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>" + rule
                                        + "</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>")
                        .errorText());
        assertEquals(200, emulator.put("a", "hello").send("hello").status());
    }

    @Test
    void objectsHaveTheEncryptionOfTheirBucket() throws IOException {
        put(Setting.ENCRYPTION, Setting.ENCRYPTION.document.replace("AES256", "SM4"));

        assertEquals("SM4", emulator.put("a", "").send().header("x-oss-server-side-encryption"));
        assertEquals("SM4", emulator.get("a").header("x-oss-server-side-encryption"));
        emulator.put("b", "").header("x-oss-server-side-encryption", "AES256").send();
        assertEquals("AES256", emulator.get("b").header("x-oss-server-side-encryption"));
        request("DELETE", Setting.ENCRYPTION).send();
        assertEquals("SM4", emulator.get("a").header("x-oss-server-side-encryption"));
        assertNull(emulator.put("c", "").send().header("x-oss-server-side-encryption"));
    }

    @Test
    void objectsHaveTheKeyOfTheirBucket() throws IOException {
        put(
                Setting.ENCRYPTION,
                Setting.ENCRYPTION.document.replace(
                        "AES256</SSEAlgorithm>",
                        "KMS</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID><KMSDataEncryption>SM4</KMSDataEncryption>"));

        RawResponse response = emulator.put("a", "").send();

        assertEquals("KMS", response.header("x-oss-server-side-encryption"));
        assertEquals("k", response.header("x-oss-server-side-encryption-key-id"));
        assertEquals("SM4", response.header("x-oss-server-side-data-encryption"));
    }

    private RawResponse putBucket(String name, String header, String value) throws IOException {
        return emulator.request("PUT", null)
                .inBucket(name)
                .header(header, value)
                .send();
    }

    private RawResponse get(String bucket, Setting setting) throws IOException {
        return emulator.request("GET", null)
                .inBucket(bucket)
                .query(setting.parameter, null)
                .send();
    }

    @Test
    void createsBucketWithEncryption() throws IOException {
        assertEquals(
                200,
                putBucket("kms-bucket", "x-oss-server-side-encryption", "KMS").status());
        assertEquals(
                "400 InvalidEncryptionAlgorithmError null",
                putBucket("no-bucket", "x-oss-server-side-encryption", "DES").errorText());

        assertEquals(
                Setting.ENCRYPTION.document.replace("AES256", "KMS"), document(get("kms-bucket", Setting.ENCRYPTION)));
        assertEquals(
                "404 NoSuchBucket 0015-00000101",
                get("no-bucket", Setting.ENCRYPTION).errorText());
    }

    @Test
    void createsBucketWithTags() throws IOException {
        assertEquals(
                200,
                putBucket("tagged-bucket", "x-oss-bucket-tagging", "k=v%20%26%20w")
                        .status());
        assertEquals(
                "400 InvalidArgument 0010-00000217",
                putBucket("no-bucket", "x-oss-bucket-tagging", "k=1&k=2").errorText());
        assertEquals(
                "400 InvalidTag null",
                putBucket("no-bucket", "x-oss-bucket-tagging", "=1").errorText());

        assertEquals(Setting.TAGGING.document, document(get("tagged-bucket", Setting.TAGGING)));
        putBucket("tagged-bucket", "x-oss-bucket-tagging", "");
        assertEquals(Setting.TAGGING.document, document(get("tagged-bucket", Setting.TAGGING)));
        assertEquals(
                "404 NoSuchBucket 0015-00000101",
                get("no-bucket", Setting.TAGGING).errorText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tag-key=a | bucket-a bucket-ab",
                "tag-key=a&tag-value=1 | bucket-a bucket-ab",
                "tag-key=a&tag-value=2 | ''",
                "tag-key=c | ''",
                "tag-key=b&prefix=bucket-a | bucket-ab",
                "tagging=\"a\":\"1\" | bucket-a bucket-ab",
                "tagging=\"a\":\"1\",\"b\":\"\" | bucket-ab",
                "tag-value=1 | 400 InvalidArgument null",
                "tagging=a:1 | bucket-a bucket-ab",
                "tagging=\"a\":\"1\"\"b\":\"\" | 400 InvalidArgument null",
                "tagging=\"a\":\"1\"&tag-key=a | 400 InvalidArgument null",
                "prefix=Bucket | 400 InvalidArgument 0017-00000290",
            })
    void selectsBuckets(String query, String expected) throws IOException {
        putBucket("bucket-a", "x-oss-bucket-tagging", "a=1");
        putBucket("bucket-ab", "x-oss-bucket-tagging", "a=1&b");

        SignedRequest list = emulator.request("GET", null).inBucket(null).target("/");
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            list.query(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        RawResponse response = list.send();

        String names = response.status() == 200
                ? Pattern.compile("<Name>(.*)</Name>")
                        .matcher(response.text())
                        .results()
                        .map(name -> name.group(1))
                        .collect(Collectors.joining(" "))
                : response.errorText();
        assertEquals(expected, names);
    }

    @Test
    void turnsLoggingOff() throws IOException {
        put(Setting.LOGGING, Setting.LOGGING.document);

        put(Setting.LOGGING, "<BucketLoggingStatus></BucketLoggingStatus>");

        assertInitial(Setting.LOGGING);
    }

    @Test
    void limitsTheNumberOfTags() throws IOException {
        StringBuilder tags = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            tags.append("<Tag><Key>k").append(i).append("</Key><Value>v</Value></Tag>");
        }
        RawResponse response = put(Setting.TAGGING, "<Tagging><TagSet>" + tags + "</TagSet></Tagging>");

        assertEquals("400 InvalidTag null", response.errorText());
        assertEquals("Bucket tags cannot be greater than 20.", response.error().message());
    }

    @Test
    void saysThatASettingHasNoEffect() throws IOException {
        put(Setting.WEBSITE, Setting.WEBSITE.document);

        assertTrue(
                log.get(0).contains("PutBucketWebsite") && log.get(0).endsWith(", kept, without effect"),
                log::toString);
        put(Setting.ENCRYPTION, Setting.ENCRYPTION.document);
        assertFalse(log.get(1).contains("without effect"), log::toString);
    }
}
