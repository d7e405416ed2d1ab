using System.Text;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>Values as they print without a format.</summary>
internal static class Printer
{
    public static string Print(in TemplateValue value)
    {
        var builder = new StringBuilder();
        Append(builder, value);
        return builder.ToString();
    }

    /// <summary>Side by side, with a space between two values that are both no strings; null when longer than allowed.</summary>
    public static string? Print(ReadOnlySpan<TemplateValue> values, int maxLength)
    {
        var builder = new StringBuilder();
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0 && !IsString(values[i]) && !IsString(values[i - 1]))
                builder.Append(' ');
            Append(builder, values[i]);
            if (builder.Length > maxLength)
                return null;
        }

        return builder.ToString();
    }

    /// <summary>With a space between all and a line end; null when longer than allowed.</summary>
    public static string? PrintLine(ReadOnlySpan<TemplateValue> values, int maxLength)
    {
        var builder = new StringBuilder();
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0)
                builder.Append(' ');
            Append(builder, values[i]);
            if (builder.Length > maxLength)
                return null;
        }

        return builder.Append('\n').ToString();
    }

    public static void Append(StringBuilder builder, in TemplateValue value)
    {
        switch (value.Kind)
        {
            case TemplateValueKind.String or TemplateValueKind.Script:
                builder.Append(value.Text);
                break;
            case TemplateValueKind.Int or TemplateValueKind.Int64 or TemplateValueKind.Byte:
                builder.Append(value.Integer);
                break;
            case TemplateValueKind.Float:
                Text.GoFloat.Append(builder, value.Float);
                break;
            default:
                new ValuePrinter(builder, int.MaxValue).Print(value, 'v', default);
                break;
        }
    }

    private static bool IsString(in TemplateValue value) => value.Kind is TemplateValueKind.String or TemplateValueKind.Script;
}
