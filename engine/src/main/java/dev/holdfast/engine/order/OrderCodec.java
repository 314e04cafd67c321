package dev.holdfast.engine.order;

import dev.holdfast.engine.spi.Records.Entry;
import dev.holdfast.model.order.Order;
import dev.holdfast.model.order.PlacedOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** Orders as JSON. The name of a kind and the name of a field never change. */
public final class OrderCodec {
    private static final String TYPE = "order-placed";
    private static final String KIND = "kind";
    private static final Map<String, Class<? extends Order>> KINDS = List.<Class<? extends Order>>of(
                    Order.Proceed.class,
                    Order.Approve.class,
                    Order.Reject.class,
                    Order.Retry.class,
                    Order.Skip.class,
                    Order.Pause.class,
                    Order.Continue.class,
                    Order.Abort.class)
            .stream()
            .collect(Collectors.toMap(kind -> kind.getSimpleName().toLowerCase(Locale.ROOT), Function.identity()));

    /** Without the module, for what is inside an order. */
    private static final JsonMapper PLAIN = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final JsonMapper JSON = PLAIN.rebuild().addModule(module()).build();

    private OrderCodec() {}

    /** Reads and writes {@link Order}s; for whoever has JSON with orders in it. */
    public static SimpleModule module() {
        return new SimpleModule().addSerializer(Order.class, new Writer()).addDeserializer(Order.class, new Reader());
    }

    static Entry encode(PlacedOrder placed) {
        return new Entry(TYPE, JSON.writeValueAsString(placed));
    }

    /** @throws JacksonException when the text is no order */
    static PlacedOrder decode(Entry entry) {
        return JSON.readValue(entry.body(), PlacedOrder.class);
    }

    private static final class Writer extends ValueSerializer<Order> {
        @Override
        public void serialize(Order value, JsonGenerator out, SerializationContext context) {
            ObjectNode tree = PLAIN.valueToTree(value);
            tree.put(KIND, value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
            out.writeTree(tree);
        }
    }

    private static final class Reader extends ValueDeserializer<Order> {
        @Override
        public Order deserialize(JsonParser in, DeserializationContext context) {
            JsonNode tree = context.readTree(in);
            return Optional.ofNullable(KINDS.get(tree.path(KIND).asString("")))
                    .<Order>map(kind -> PLAIN.treeToValue(tree, kind))
                    .orElseThrow(() -> new IllegalArgumentException("an order of a later version: " + tree));
        }
    }
}
