using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Kapacitor.Gob;

/// <summary>
/// Reads a value in the encoding of Go's package gob, in which Kapacitor keeps tasks and templates. It says of itself what it is made of: messages
/// with types come first, then the one with the value. The value becomes JSON: structs and maps are objects, fields that are zero are left out,
/// and what a type has encoded by itself, as times do, is null.
/// </summary>
internal ref struct GobReader
{
    /// <summary>Values in values.</summary>
    private const int MostLevels = 64;

    /// <summary>Types of one value.</summary>
    private const int MostTypes = 1_000;

    private const int TextType = 6;
    private const int IntType = 2;
    private const int CommonType = 18;
    private const int FieldsType = 22;
    private const int WireType = 16;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Dictionary<int, GobType> _types;
    private int _at;

    private GobReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;

        // Those that need no message, with those that messages with types are made of.
        _types = new Dictionary<int, GobType>
        {
            [1] = new(GobKind.Bool),
            [IntType] = new(GobKind.Int),
            [3] = new(GobKind.Uint),
            [4] = new(GobKind.Float),
            [5] = new(GobKind.Bytes),
            [TextType] = new(GobKind.Text),
            [7] = new(GobKind.Complex),
            [8] = new(GobKind.Any),
            [WireType] = Struct(("Array", 17), ("Slice", 19), ("Struct", 20), ("Map", 23), ("Own", 24), ("Own", 24), ("Own", 24)),
            [17] = Struct(("Common", CommonType), ("Elem", IntType), ("Len", IntType)),
            [CommonType] = Struct(("Name", TextType), ("Id", IntType)),
            [19] = Struct(("Common", CommonType), ("Elem", IntType)),
            [20] = Struct(("Common", CommonType), ("Fields", FieldsType)),
            [21] = Struct(("Name", TextType), ("Id", IntType)),
            [FieldsType] = new(GobKind.List, Element: 21),
            [23] = Struct(("Common", CommonType), ("Key", IntType), ("Elem", IntType)),
            [24] = Struct(("Common", CommonType)),
        };
    }

    /// <exception cref="GobException">It is no such value.</exception>
    public static JsonNode? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new GobReader(bytes);
        return reader.Messages();
    }

    private JsonNode? Messages()
    {
        while (_at < _bytes.Length)
        {
            var end = Count("a message");
            end += _at;
            var type = Int();
            if (type >= 0)
                return Top(TypeOf(type));
            Define(-type, Value(WireType, 0) as JsonObject ?? []);
            if (_at != end)
                throw Damage("a type does not end where its message does");
        }

        throw Damage("there is no value");
    }

    // What is not a struct stands behind a zero, as if it were the only field of one.
    private JsonNode? Top((int Id, GobType Type) top)
    {
        if (top.Type.Kind != GobKind.Struct && Uint() != 0)
            throw Damage("malformed value header");
        return Value(top.Id, 0);
    }

    private void Define(long id, JsonObject wire)
    {
        if (id is <= 0 or > int.MaxValue || _types.Count == MostTypes)
            throw Damage($"a type has the number {id}");
        _types[(int)id] = wire switch
        {
            _ when wire["Struct"] is JsonObject made => new GobType(GobKind.Struct, Fields: [.. (made["Fields"] as JsonArray ?? []).OfType<JsonObject>().Select(field => (field.Text("Name"), IdOf(field, "Id")))]),
            _ when wire["Map"] is JsonObject map => new GobType(GobKind.Map, IdOf(map, "Elem"), IdOf(map, "Key")),
            _ when wire["Slice"] is JsonObject slice => new GobType(GobKind.List, IdOf(slice, "Elem")),
            _ when wire["Array"] is JsonObject array => new GobType(GobKind.List, IdOf(array, "Elem")),
            _ when wire["Own"] is JsonObject => new GobType(GobKind.Bytes),
            _ => throw Damage($"type {id} is of a kind that is not known"),
        };
    }

    private JsonNode? Value(int id, int level)
    {
        if (level == MostLevels)
            throw Damage($"values are nested more than {MostLevels} levels deep");
        var (_, type) = TypeOf(id);
        switch (type.Kind)
        {
            case GobKind.Bool:
                return Uint() != 0;
            case GobKind.Int:
                return Int();
            case GobKind.Uint:
                return Uint();
            case GobKind.Float:
                return Float();
            case GobKind.Complex:
                Float();
                Float();
                return null;
            case GobKind.Text:
                return Encoding.UTF8.GetString(Take(Count("a text")));
            case GobKind.Bytes:
                Take(Count("bytes"));
                return null;
            case GobKind.List:
                return List(type, level);
            case GobKind.Map:
                return Map(type, level);
            case GobKind.Struct:
                return Fields(type, level);
            default:
                return Any(level);
        }
    }

    private JsonArray List(GobType type, int level)
    {
        var list = new JsonArray();
        for (var left = Count("a list"); left > 0; left--)
            list.Add(Value(type.Element, level + 1));
        return list;
    }

    private JsonObject Map(GobType type, int level)
    {
        var map = new JsonObject();
        for (var left = Count("a map"); left > 0; left--)
        {
            var key = Value(type.Key, level + 1);
            map[key?.ToString() ?? ""] = Value(type.Element, level + 1);
        }

        return map;
    }

    // Each field says how far it is behind the one before.
    private JsonObject Fields(GobType type, int level)
    {
        var made = new JsonObject();
        var fields = type.Fields ?? [];
        for (var at = -1; Uint() is var step and > 0;)
        {
            if (step > (ulong)(fields.Count - 1 - at))
                throw Damage($"a struct of {fields.Count} fields has another one");
            at += (int)step;
            made[fields[at].Name] = Value(fields[at].Type, level + 1);
        }

        return made;
    }

    private JsonNode? Any(int level)
    {
        if (Count("a name") is var length && length == 0)
            return null;
        Take(length);
        var (id, type) = TypeOf(Int());
        Count("a value");
        if (type.Kind != GobKind.Struct && Uint() != 0)
            throw Damage("malformed value header");
        return Value(id, level + 1);
    }

    private readonly (int Id, GobType Type) TypeOf(long id) =>
        id is > 0 and <= int.MaxValue && _types.TryGetValue((int)id, out var type) ? ((int)id, type) : throw Damage($"there is no type {id}");

    // No item takes less than a byte.
    private int Count(string what)
    {
        var count = Uint();
        return count <= (ulong)(_bytes.Length - _at) ? (int)count : throw Damage($"{what} of {count} is longer than what is left, {_bytes.Length - _at} bytes");
    }

    // Small ones are their byte; before others stands how many bytes they have, negated.
    private ulong Uint()
    {
        var first = Take(1)[0];
        if (first < 0x80)
            return first;
        var count = 256 - first;
        if (count > sizeof(ulong))
            throw Damage($"a number has {count} bytes");
        var number = 0UL;
        foreach (var one in Take(count))
            number = (number << 8) | one;
        return number;
    }

    private long Int() => Uint() is var number && (number & 1) != 0 ? ~(long)(number >> 1) : (long)(number >> 1);

    private double Float() => BitConverter.UInt64BitsToDouble(BinaryPrimitives.ReverseEndianness(Uint()));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at)
            throw Damage($"it ends after {_bytes.Length} bytes, in the middle of a value");
        var taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }

    private readonly GobException Damage(string what) => new($"at byte {_at.ToString(CultureInfo.InvariantCulture)} {what}");

    private static int IdOf(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<long>(out var id) && id is > 0 and <= int.MaxValue ? (int)id : 0;

    private static GobType Struct(params (string, int)[] fields) => new(GobKind.Struct, Fields: fields);
}
