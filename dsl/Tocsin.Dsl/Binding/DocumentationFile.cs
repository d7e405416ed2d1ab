using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Tocsin.Dsl.Binding;

/// <summary>The comments of an assembly as the compiler writes them to an XML file, which is read when somebody asks for one. Immutable.</summary>
public sealed partial class DocumentationFile
{
    private static readonly IReadOnlyDictionary<string, DocumentationComment> NoComments = new Dictionary<string, DocumentationComment>();

    /// <summary>No comments.</summary>
    public static readonly DocumentationFile None = new(new Lazy<IReadOnlyDictionary<string, DocumentationComment>>(NoComments));

    private readonly Lazy<IReadOnlyDictionary<string, DocumentationComment>> _comments;

    private DocumentationFile(Lazy<IReadOnlyDictionary<string, DocumentationComment>> comments) => _comments = comments;

    /// <summary>Reads such a file. Docs are a courtesy: a damaged file leaves the comments empty.</summary>
    public static DocumentationFile Read(Stream xml) => new(new Lazy<IReadOnlyDictionary<string, DocumentationComment>>(CommentsIn(xml)));

    private static IReadOnlyDictionary<string, DocumentationComment> CommentsIn(Stream xml)
    {
        try
        {
            // The last one wins where the compiler wrote a member twice.
            var comments = new Dictionary<string, DocumentationComment>();
            foreach (var member in XDocument.Load(xml).Descendants("member"))
            {
                if (member.Attribute("name")?.Value is { } name)
                    comments[name] = Comment(member);
            }

            return comments;
        }
        catch (Exception e) when (e is XmlException or IOException)
        {
            return NoComments;
        }
    }

    /// <summary>The file beside an assembly; no comments where there is none.</summary>
    public static DocumentationFile Beside(Assembly assembly) => assembly.Location.Length == 0 ? None : Beside(assembly.Location);

    /// <summary>The same for the path of an assembly, whose folder stays as it is.</summary>
    public static DocumentationFile Beside(string assembly)
    {
        var path = Path.ChangeExtension(assembly, ".xml");
        return File.Exists(path) ? new(new Lazy<IReadOnlyDictionary<string, DocumentationComment>>(() => CommentsAt(path))) : None;
    }

    private static IReadOnlyDictionary<string, DocumentationComment> CommentsAt(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return CommentsIn(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return NoComments;
        }
    }

    /// <summary>The summary of a class, property or method as one line of Markdown; empty where there is none.</summary>
    public string SummaryOf(MemberInfo member) => Of(member).Summary;

    /// <summary>The comment on a class, property, method or constructor.</summary>
    internal DocumentationComment Of(MemberInfo member) => _comments.Value.GetValueOrDefault(KeyOf(member), DocumentationComment.None);

    private static DocumentationComment Comment(XElement member) => new(
        member.Element("summary") is { } summary ? Text(summary) : "",
        member.Elements("param")
            .Where(parameter => parameter.Attribute("name") is not null)
            .ToDictionary(parameter => parameter.Attribute("name")!.Value, Text),
        member.Element("example") is { } example ? Code(example) : "");

    private static string KeyOf(MemberInfo member)
    {
        var owner = (member as Type ?? member.DeclaringType)?.FullName?.Replace('+', '.');
        return member switch
        {
            Type => $"T:{owner}",
            PropertyInfo => $"P:{owner}.{member.Name}",
            ConstructorInfo constructor => $"M:{owner}.#ctor{ParametersOf(constructor)}",
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

    private static string Text(XElement comment)
    {
        var parts = comment.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "paramref" } link => $"`{Target(link)}`",
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement other => Text(other),
            _ => "",
        });
        return Blanks().Replace(string.Concat(parts), " ").Trim();
    }

    // Properties and methods are told as scripts write them: in camel case, without the types of arguments.
    private static string Target(XElement link)
    {
        var target = (link.Attribute("cref") ?? link.Attribute("langword") ?? link.Attribute("name"))?.Value ?? "";
        var path = target.Split('(')[0];
        var name = path[(path.LastIndexOf('.') + 1)..];
        return target.StartsWith("P:", StringComparison.Ordinal) || target.StartsWith("M:", StringComparison.Ordinal) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
    }

    private static string Code(XElement example)
    {
        var lines = example.Value.Trim('\r', '\n').TrimEnd().Split('\n').Select(line => line.TrimEnd()).ToList();
        var indents = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length);
        var indent = indents.DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : ""));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
