using System.Globalization;
using System.Text;
using Tocsin.Dsl.Templates.Printing;
using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Templates.Functions;

/// <summary>The function <c>json</c>: compact JSON and a line end. Fields keep their order, maps are in the order of their keys.</summary>
internal static class JsonText
{
    private const int MaxDepth = 64;

    public static TemplateValue Call(ref FunctionCall call)
    {
        var builder = new StringBuilder();
        if (Append(builder, call.Arguments[0], call.MaxLength, 0) is { } error)
            return call.Fail(error);

        return TemplateValue.Script(builder.Append('\n').ToString());
    }

    /// <summary>Appends a value; the answer is what cannot be written as JSON, or null.</summary>
    public static string? Append(StringBuilder builder, in TemplateValue value, int maxLength, int depth)
    {
        if (builder.Length > maxLength)
            return $"text is longer than {maxLength} characters";
        if (depth > MaxDepth)
            return $"json: values are nested deeper than {MaxDepth}";

        switch (value.Kind)
        {
            case TemplateValueKind.Nil:
                builder.Append("null");
                return null;
            case TemplateValueKind.Bool:
                builder.Append(value.Boolean ? "true" : "false");
                return null;
            case TemplateValueKind.Float:
                if (GoFloat.Json(value.Float) is not { } number)
                    return $"json: unsupported value: {GoFloat.Text(value.Float)}";
                builder.Append(number);
                return null;
            case TemplateValueKind.String or TemplateValueKind.Script:
                GoJson.AppendString(builder, value.Text);
                return null;
            case TemplateValueKind.Instant:
                builder.Append('"');
                TimeLayout.Append(builder, TimeLayout.Rfc3339, value);
                builder.Append('"');
                return null;
            case TemplateValueKind.Struct:
                return AppendStruct(builder, value.Struct, maxLength, depth);
            case TemplateValueKind.Map:
                return AppendMap(builder, value.Map, maxLength, depth);
            case TemplateValueKind.List:
                return AppendList(builder, value.List, maxLength, depth);
            default:
                builder.Append(CultureInfo.InvariantCulture, $"{value.Integer}");
                return null;
        }
    }

    private static string? AppendStruct(StringBuilder builder, TemplateData data, int maxLength, int depth)
    {
        builder.Append('{');
        var fields = data.Shape.Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0)
                builder.Append(',');
            GoJson.AppendString(builder, fields[i]);
            builder.Append(':');
            if (Append(builder, data.Field(i), maxLength, depth + 1) is { } error)
                return error;
        }

        builder.Append('}');
        return null;
    }

    private static string? AppendMap(StringBuilder builder, TemplateMap map, int maxLength, int depth)
    {
        builder.Append('{');
        for (var i = 0; i < map.Count; i++)
        {
            if (i > 0)
                builder.Append(',');
            GoJson.AppendString(builder, map.KeyAt(i));
            builder.Append(':');
            if (Append(builder, map.ValueAt(i), maxLength, depth + 1) is { } error)
                return error;
        }

        builder.Append('}');
        return null;
    }

    private static string? AppendList(StringBuilder builder, TemplateList list, int maxLength, int depth)
    {
        builder.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
                builder.Append(',');
            if (Append(builder, list[i], maxLength, depth + 1) is { } error)
                return error;
        }

        builder.Append(']');
        return null;
    }
}
