// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import static io.github.ossv4.callback.CallbackVariable.BUCKET;
import static io.github.ossv4.callback.CallbackVariable.IMAGE_FORMAT;
import static io.github.ossv4.callback.CallbackVariable.IMAGE_HEIGHT;
import static io.github.ossv4.callback.CallbackVariable.IMAGE_WIDTH;
import static io.github.ossv4.callback.CallbackVariable.MIME_TYPE;
import static io.github.ossv4.callback.CallbackVariable.OBJECT;
import static io.github.ossv4.callback.CallbackVariable.SIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.testing.Texts;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallbackBodyTest {
    private static final String ALPHABET = "ab$({})${size}\"\\&=+%;/?\u0000\n\u00e4中\u2028😀 ";
    private static final String URL = "https://app.example.com/uploaded";

    @Test
    void buildsForm() {
        CallbackBody body = CallbackBody.form(BUCKET, OBJECT)
                .field("how big?", SIZE)
                .custom("x:user", "42")
                .text("kind", "a&b=ä ${size} $(size)");
        assertEquals(
                "bucket=${bucket}&object=${object}&how%20big%3F=${size}&x%3Auser=${x:user}"
                        + "&kind=a%26b%3D%C3%A4%20%24%7Bsize%7D%20%24%28size%29",
                body.template());
        Callback callback = Callback.builder(URL).body(body).build();
        assertEquals(Map.of("x:user", "42"), callback.variables());
        assertEquals(CallbackBodyType.FORM, callback.type());
    }

    @Test
    void buildsJson() {
        CallbackBody body = CallbackBody.json(OBJECT, SIZE, IMAGE_WIDTH, IMAGE_FORMAT)
                .field("a \"b\"", MIME_TYPE)
                .custom("x:user", "42")
                .text("kind", "\\ ${size} $(size) $");
        assertEquals(
                "{\"object\":${object},\"size\":${size},\"imageInfo.width\":\"${imageInfo.width}\","
                        + "\"imageInfo.format\":${imageInfo.format},\"a \\\"b\\\"\":${mimeType},\"x:user\":${x:user},"
                        + "\"kind\":\"\\\\ \\u0024{size} \\u0024(size) $\"}",
                body.template());
        assertEquals(List.of(), Callback.builder(URL).body(body).build().warnings());
    }

    @Test
    void acceptsEmptyJsonButNotEmptyForm() {
        assertEquals("{}", CallbackBody.json().template());
        assertEquals(
                "0007-00000011",
                assertThrows(
                                InvalidCallbackException.class,
                                () -> Callback.builder(URL)
                                        .body(CallbackBody.form())
                                        .build())
                        .ec());
    }

    @Test
    void rejectsRepeatedFields() {
        CallbackBody body = CallbackBody.form(OBJECT);
        assertThrows(InvalidCallbackException.class, () -> body.text("object", "a"));
        assertThrows(InvalidCallbackException.class, () -> CallbackBody.json(SIZE, SIZE));
    }

    @Test
    void isImmutable() {
        CallbackBody body = CallbackBody.form(OBJECT);
        body.custom("x:user", "42");
        assertEquals("object=${object}", body.template());
        assertEquals(Map.of(), Callback.builder(URL).body(body).build().variables());
    }

    @Test
    void hidesValuesOfVariables() {
        String text = CallbackBody.form().custom("x:user", "hunter2").toString();
        assertFalse(text.contains("hunter2"), text);
    }

    /** Other parsers read the same names, texts and values, for images and other objects. */
    @Test
    void otherParsersReadSameValues() throws Exception {
        long seed = System.nanoTime();
        System.out.println("CallbackBodyTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String key = Texts.random(random, 12, ALPHABET);
            ObjectFacts.Builder facts =
                    ObjectFacts.builder("examplebucket", key).size(random.nextInt(1000));
            boolean image = random.nextBoolean();
            if (image) {
                facts.image(3, 4, "png");
            }
            CallbackBody form = CallbackBody.form(OBJECT, IMAGE_HEIGHT, IMAGE_FORMAT);
            CallbackBody json = CallbackBody.json(OBJECT, IMAGE_HEIGHT, IMAGE_FORMAT);
            Map<String, String> expected = new LinkedHashMap<>();
            expected.put("object", key);
            expected.put("imageInfo.height", image ? "4" : "");
            for (int i = 0; i < 4; i++) {
                String name = i + Texts.random(random, 12, ALPHABET);
                String value = Texts.random(random, 12, ALPHABET);
                form = form.text(name, value).custom("x:v" + i, value);
                json = json.text(name, value).custom("x:v" + i, value);
                expected.put(name, value);
                expected.put("x:v" + i, value);
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (String field :
                    Callback.builder(URL).body(form).build().body(facts.build()).split("&", -1)) {
                int equals = field.indexOf('=');
                fields.put(
                        URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
            assertEquals(image ? "png" : "", fields.remove("imageInfo.format"));
            assertEquals(expected, fields, "seed " + seed + " round " + round);
            JsonNode object = new ObjectMapper()
                    .readTree(Callback.builder(URL).body(json).build().body(facts.build()));
            Map<String, String> members = new LinkedHashMap<>();
            object.properties()
                    .forEach(m -> members.put(m.getKey(), m.getValue().asText()));
            assertEquals(image ? "png" : "null", members.remove("imageInfo.format"));
            assertEquals(expected, members, "seed " + seed + " round " + round);
        }
    }
}
