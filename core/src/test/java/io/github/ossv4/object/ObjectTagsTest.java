// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectTagsTest {
    @Test
    void writesRequestAndHeader() {
        ObjectTags tags = ObjectTags.NONE.with("age", "18").with("a b", "c=d");
        assertEquals(
                "<Tagging><TagSet><Tag><Key>age</Key><Value>18</Value></Tag>"
                        + "<Tag><Key>a b</Key><Value>c=d</Value></Tag></TagSet></Tagging>",
                new String(tags.xml(), UTF_8));
        assertEquals("age=18&a%20b=c%3Dd", tags.headerValue());
        assertEquals("ObjectTags[age, a b]", tags.toString());
        assertEquals(tags, ObjectTags.parse(tags.xml()));
        assertEquals(tags.hashCode(), ObjectTags.parse(tags.xml()).hashCode());
        assertNotEquals(tags, ObjectTags.NONE);
    }

    @Test
    void parsesResponse() {
        assertEquals(
                Map.of("a", "1", "b", ""), ObjectTags.parse("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <Tagging>
                          <TagSet>
                            <Tag><Key>a</Key><Value>1</Value></Tag>
                            <Tag><Key>b</Key></Tag>
                          </TagSet>
                        </Tagging>""".getBytes(UTF_8)).asMap());
        assertEquals(ObjectTags.NONE, ObjectTags.parse("<Tagging><TagSet/></Tagging>".getBytes(UTF_8)));
        assertNull(ObjectTags.parse("<Error/>".getBytes(UTF_8)));
        assertNull(ObjectTags.parse("<Tagging><TagSet><Tag><Value>1</Value></Tag></TagSet></Tagging>".getBytes(UTF_8)));
        assertNull(ObjectTags.parse(
                "<Tagging><TagSet><Tag><Key>a</Key></Tag><Tag><Key>a</Key></Tag></TagSet></Tagging>".getBytes(UTF_8)));
    }

    @Test
    void rejectsInvalidTags() {
        assertThrows(IllegalArgumentException.class, () -> ObjectTags.of(Map.of("", "v")));
        assertThrows(IllegalArgumentException.class, () -> ObjectTags.of(Map.of("k", "v".repeat(257))));
        assertThrows(IllegalArgumentException.class, () -> ObjectTags.of(Map.of("k?", "v")));
        ObjectTags ten = ObjectTags.NONE;
        for (int i = 0; i < 10; i++) {
            ten = ten.with("k" + i, "");
        }
        ObjectTags full = ten;
        assertEquals(
                "tags must be at most 10, the next one is k10",
                assertThrows(IllegalArgumentException.class, () -> full.with("k10", ""))
                        .getMessage());
        assertEquals("new", full.with("k1", "new").asMap().get("k1"));
    }
}
