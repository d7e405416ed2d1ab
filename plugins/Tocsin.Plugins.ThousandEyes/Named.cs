using System.Net;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>Reads what is a name in some notices and an object with a name in others.</summary>
internal static class Named
{
    public static string Read(JsonBody value)
    {
        if (!value.IsObject)
            return value.Text.Trim();
        foreach (var key in (ReadOnlySpan<string>)["name", "description", "id"])
        {
            if (value[key].Text.Trim() is { Length: > 0 } text)
                return text;
        }

        return "";
    }

    /// <summary>The same for values that a template has filled in, which writes <c>&amp;quot;</c> for a quote.</summary>
    public static string ReadFilled(JsonBody value) => WebUtility.HtmlDecode(Read(value));
}
