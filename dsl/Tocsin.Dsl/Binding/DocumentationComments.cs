using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Tocsin.Dsl.Binding;

/// <summary>The summary comments of an assembly, from the XML file that the compiler puts beside it. Files are read when first asked for.</summary>
internal static partial class DocumentationComments
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, string>> Loaded = new();

    /// <summary>The summary of a class, property or method; empty where there is none.</summary>
    public static Lazy<string> SummaryOf(MemberInfo member) => new(() =>
        SummariesOf(member.Module.Assembly).GetValueOrDefault(KeyOf(member), ""));

    private static IReadOnlyDictionary<string, string> SummariesOf(Assembly assembly)
    {
        // A collectible assembly must not be held here after its plugin is gone.
        return assembly.IsCollectible ? Read(assembly) : Loaded.GetOrAdd(assembly, Read);
    }

    private static Dictionary<string, string> Read(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        if (assembly.Location.Length == 0 || !File.Exists(path))
            return [];

        try
        {
            // The last one wins where the compiler wrote a member twice.
            var summaries = new Dictionary<string, string>();
            foreach (var member in XDocument.Load(path).Descendants("member"))
            {
                if (member.Attribute("name")?.Value is { } name && member.Element("summary") is { } summary)
                    summaries[name] = Text(summary);
            }

            return summaries;
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            // Docs are a courtesy: a damaged file leaves the summaries empty.
            return [];
        }
    }

    private static string KeyOf(MemberInfo member)
    {
        var owner = (member as Type ?? member.DeclaringType)?.FullName?.Replace('+', '.');
        return member switch
        {
            Type => $"T:{owner}",
            PropertyInfo => $"P:{owner}.{member.Name}",
            MethodBase method => $"M:{owner}.{member.Name}{ParametersOf(method)}",
            _ => "",
        };
    }

    private static string ParametersOf(MethodBase method)
    {
        var types = method.GetParameters().Select(p => p.ParameterType.FullName?.Replace('+', '.'));
        var joined = string.Join(',', types);
        return joined.Length == 0 ? "" : $"({joined})";
    }

    private static string Text(XElement summary)
    {
        var parts = summary.DescendantNodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "paramref" } link => LastName(link),
            _ => "",
        });
        return Blanks().Replace(string.Concat(parts), " ").Trim();
    }

    private static string LastName(XElement link)
    {
        var target = (link.Attribute("cref") ?? link.Attribute("langword") ?? link.Attribute("name"))?.Value ?? "";
        return target[(target.LastIndexOf('.') + 1)..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
