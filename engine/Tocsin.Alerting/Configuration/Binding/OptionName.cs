using System.Text;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>The names of an option: <c>RoutingKey</c> in C#, <c>routing-key</c> in files, <c>routingKey</c> in scripts.</summary>
public static class OptionName
{
    public static string Kebab(string property)
    {
        var text = new StringBuilder(property.Length + 4);
        for (var i = 0; i < property.Length; i++)
        {
            if (i > 0 && char.IsUpper(property[i]))
                text.Append('-');
            text.Append(char.ToLowerInvariant(property[i]));
        }

        return text.ToString();
    }

    public static string Camel(string property) => char.ToLowerInvariant(property[0]) + property[1..];
}
