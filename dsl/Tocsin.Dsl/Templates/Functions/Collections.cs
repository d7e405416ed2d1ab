using System.Text;
using Tocsin.Dsl.Templates.Printing;
using static Tocsin.Dsl.Templates.TemplateValueKind;

namespace Tocsin.Dsl.Templates.Functions;

/// <summary><c>len</c>, <c>index</c> and <c>slice</c>. Strings count in bytes of UTF-8.</summary>
internal static class Collections
{
    public static TemplateValue Length(ref FunctionCall call)
    {
        var value = call.Arguments[0];
        return value.Kind switch
        {
            TemplateValueKind.String or Script => TemplateValue.Int(Encoding.UTF8.GetByteCount(value.Text)),
            Map => TemplateValue.Int(value.Map.Count),
            List => TemplateValue.Int(value.List.Count),
            Nil => call.Fail("len of untyped nil"),
            _ => call.Fail($"len of type {TypeNames.Of(value)}"),
        };
    }

    public static TemplateValue Index(ref FunctionCall call)
    {
        var item = call.Arguments[0];
        if (item.IsNil)
            return call.Fail("index of untyped nil");

        foreach (var index in call.Arguments[1..])
        {
            item = IndexOne(ref call, item, index);
            if (call.Error is not null)
                return default;
        }

        return item;
    }

    public static TemplateValue Slice(ref FunctionCall call)
    {
        var item = call.Arguments[0];
        if (item.IsNil)
            return call.Fail("slice of untyped nil");
        if (call.Arguments.Length > 4)
            return call.Fail($"too many slice indexes: {call.Arguments.Length - 1}");
        if (item.Kind is not (TemplateValueKind.String or Script or List))
            return call.Fail($"can't slice item of type {TypeNames.Of(item)}");
        if (item.Kind != List && call.Arguments.Length == 4)
            return call.Fail("cannot 3-index slice a string");

        var bytes = item.Kind == List ? [] : Encoding.UTF8.GetBytes(item.Text);
        var length = item.Kind == List ? item.List.Count : bytes.Length;
        Span<int> bounds = [0, length, length];
        for (var i = 1; i < call.Arguments.Length; i++)
        {
            bounds[i - 1] = Position(ref call, call.Arguments[i], length);
            if (call.Error is not null)
                return default;
        }

        if (bounds[0] > bounds[1])
            return call.Fail($"invalid slice index: {bounds[0]} > {bounds[1]}");
        if (bounds[1] > bounds[2])
            return call.Fail($"invalid slice index: {bounds[1]} > {bounds[2]}");

        return item.Kind == List
            ? TemplateValue.From(item.List.Slice(bounds[0], bounds[1]))
            : TemplateValue.From(Encoding.UTF8.GetString(bytes, bounds[0], bounds[1] - bounds[0]));
    }

    private static TemplateValue IndexOne(ref FunctionCall call, in TemplateValue item, in TemplateValue index)
    {
        switch (item.Kind)
        {
            case Map:
                return Entry(ref call, item.Map, index);
            case List:
                var position = Position(ref call, index, item.List.Count);
                if (call.Error is not null)
                    return default;
                return position < item.List.Count ? item.List[position] : call.Fail("reflect: slice index out of range");
            case TemplateValueKind.String or Script:
                var bytes = Encoding.UTF8.GetBytes(item.Text);
                position = Position(ref call, index, bytes.Length);
                if (call.Error is not null)
                    return default;
                return position < bytes.Length ? TemplateValue.Byte(bytes[position]) : call.Fail("reflect: string index out of range");
            case Nil:
                return call.Fail("index of nil pointer");
            default:
                return call.Fail($"can't index item of type {TypeNames.Of(item)}");
        }
    }

    private static TemplateValue Entry(ref FunctionCall call, TemplateMap map, in TemplateValue key)
    {
        if (key.IsNil)
            return call.Fail("value is nil; should be of type string");
        if (key.Kind != TemplateValueKind.String)
            return call.Fail($"value has type {TypeNames.Of(key)}; should be string");
        if (map.TryGet(key.Text, out var value))
            return value;
        return map.HoldsStrings ? TemplateValue.From("") : default;
    }

    private static int Position(ref FunctionCall call, in TemplateValue index, int length)
    {
        if (index.Kind is not (Int or TemplateValueKind.Int64 or TemplateValueKind.Byte or TemplateValueKind.Duration or Month or Weekday))
        {
            call.Fail(index.IsNil ? "cannot index slice/array with nil" : $"cannot index slice/array with type {TypeNames.Of(index)}");
            return 0;
        }

        if (index.Integer < 0 || index.Integer > length)
        {
            call.Fail($"index out of range: {index.Integer}");
            return 0;
        }

        return (int)index.Integer;
    }
}
