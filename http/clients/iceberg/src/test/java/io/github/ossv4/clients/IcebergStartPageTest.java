// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.Emulator;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** The properties of START.md for Iceberg, in a catalog that keeps the names of tables in a database. */
class IcebergStartPageTest {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @Test
    void storesAndReturnsATable() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        try (Emulator emulator = Emulator.builder()
                        .bucket("photos")
                        .accessKey("id", "secret")
                        .acceptV1(true)
                        .log(log::add)
                        .start();
                JdbcCatalog catalog = new JdbcCatalog()) {
            Properties properties = new Properties();
            properties.load(new StringReader(StartPage.snippet("Iceberg", "properties", emulator.endpoint())));
            Map<String, String> ofCatalog = new HashMap<>();
            properties.stringPropertyNames().forEach(name -> ofCatalog.put(name, properties.getProperty(name)));
            ofCatalog.put("uri", "jdbc:h2:mem:catalog;DB_CLOSE_DELAY=-1");
            catalog.initialize("photos", ofCatalog);

            TableIdentifier name = TableIdentifier.of("album", "cats");
            catalog.createNamespace(Namespace.of("album"));
            catalog.createTable(name, SCHEMA);
            Table table = catalog.loadTable(name);

            assertEquals(SCHEMA.asStruct(), table.schema().asStruct());
            assertEquals("oss://photos/warehouse/album/cats", table.location());
            assertTrue(new ArrayList<>(log).stream().anyMatch(line -> line.contains("PutObject")), log::toString);
        }
    }
}
