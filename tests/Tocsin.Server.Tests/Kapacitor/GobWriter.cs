using System.Text;

namespace Tocsin.Server.Tests.Kapacitor;

/// <summary>
/// Writes values in the encoding of Go's package gob: texts, whole numbers, numbers, flags, lists (arrays), maps (dictionaries) and structs (lists of
/// fields with names). What is null is a field that is zero, and is not written.
/// </summary>
internal sealed class GobWriter
{
    private readonly MemoryStream _messages = new();
    private readonly Dictionary<string, int> _ids = [];

    /// <summary>A struct of these fields, of which those that are null have the type of the sample.</summary>
    public static byte[] Write(params (string Name, object? Value, object Sample)[] fields)
    {
        var writer = new GobWriter();
        var type = writer.TypeOf(fields);
        writer.Message([.. Int(type), .. Value(fields)]);
        return writer._messages.ToArray();
    }

    /// <summary>A stored task.</summary>
    public static byte[] Task(string id, string script, bool isEnabled = true, string template = "", params (string Db, string Rp)[] dbrps) => Write(
        ("ID", id, ""),
        ("DBRPs", Databases(dbrps), Databases([("", "")])),
        ("TICKscript", script, ""),
        ("TemplateID", template.Length > 0 ? template : null, ""),
        ("Status", isEnabled ? 1L : null, 0L));

    /// <summary>A stored template.</summary>
    public static byte[] Template(string id, string script) => Write(("ID", id, ""), ("TICKscript", script, ""));

    private static object Databases((string Db, string Rp)[] dbrps) =>
        (dbrps.Length > 0 ? dbrps : [("db", "rp")]).Select(dbrp => (object)new (string, object?, object)[] { ("Database", dbrp.Db, ""), ("RetentionPolicy", dbrp.Rp, "") }).ToArray();

    // Types come before what is made of them, each once.
    private int TypeOf(object sample)
    {
        switch (sample)
        {
            case bool:
                return 1;
            case long:
                return 2;
            case double:
                return 4;
            case string:
                return 6;
        }

        byte[] wire;
        string key;
        if (sample is (string Name, object? Value, object Sample)[] fields)
        {
            var types = fields.Select(field => (field.Name, Type: TypeOf(field.Sample))).ToArray();
            key = "struct" + string.Join(',', types);
            wire = [3, .. Common(), 1, .. Uint((ulong)types.Length), .. types.SelectMany(field => (byte[])[1, .. Text(field.Name), 1, .. Int(field.Type), 0]), 0, 0];
        }
        else if (sample is object[] list)
        {
            var item = TypeOf(list[0]);
            key = $"list {item}";
            wire = [2, .. Common(), 1, .. Int(item), 0, 0];
        }
        else
        {
            var item = TypeOf(((Dictionary<string, object>)sample).Values.First());
            key = $"map {item}";
            wire = [4, .. Common(), 1, .. Int(6), 1, .. Int(item), 0, 0];
        }

        if (_ids.TryGetValue(key, out var known))
            return known;
        var id = _ids[key] = 65 + _ids.Count;
        Message([.. Int(-id), .. wire]);
        return id;

        // A name and a number, which nobody needs.
        static byte[] Common() => [1, 1, .. Text("t"), 0];
    }

    private static byte[] Value(object value) => value switch
    {
        bool flag => [flag ? (byte)1 : (byte)0],
        long number => Int(number),
        double number => Uint(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToUInt64Bits(number))),
        string text => Text(text),
        (string Name, object? Value, object Sample)[] fields => Struct(fields),
        object[] list => [.. Uint((ulong)list.Length), .. list.SelectMany(Value)],
        Dictionary<string, object> map => [.. Uint((ulong)map.Count), .. map.SelectMany(entry => (byte[])[.. Text(entry.Key), .. Value(entry.Value)])],
        _ => throw new ArgumentException($"{value} cannot be written"),
    };

    private static byte[] Struct((string Name, object? Value, object Sample)[] fields)
    {
        var bytes = new List<byte>();
        var last = -1;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Value is not { } value)
                continue;
            bytes.AddRange(Uint((ulong)(i - last)));
            bytes.AddRange(Value(value));
            last = i;
        }

        return [.. bytes, 0];
    }

    private void Message(byte[] content) => _messages.Write([.. Uint((ulong)content.Length), .. content]);

    private static byte[] Text(string text) => [.. Uint((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Int(long number) => Uint(number < 0 ? (~(ulong)number << 1) | 1 : (ulong)number << 1);

    private static byte[] Uint(ulong number)
    {
        if (number < 0x80)
            return [(byte)number];
        var bytes = Enumerable.Range(0, 8).Select(i => (byte)(number >> (56 - (i * 8)))).SkipWhile(one => one == 0).ToArray();
        return [(byte)(256 - bytes.Length), .. bytes];
    }
}
