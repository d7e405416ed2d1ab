using Tocsin.Dsl.Formatting;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Server.Http.Tasks;

/// <summary>Scripts as the API shows them.</summary>
internal static class ScriptFormat
{
    /// <summary>The script in the canonical layout; as it is when it has errors.</summary>
    public static string Formatted(string script)
    {
        var tree = SyntaxTree.Parse(new SourceText(script));
        return tree.HasErrors ? script : Formatter.Format(tree);
    }

    /// <summary>True for <c>script-format=formatted</c>, which is the default.</summary>
    /// <exception cref="ApiException">The parameter is something else.</exception>
    public static bool IsFormatted(IQueryCollection query) => query["script-format"].ToString() switch
    {
        "" or "formatted" => true,
        "raw" => false,
        var other => throw ApiException.BadRequest($"invalid script-format parameter \"{other}\": use formatted or raw"),
    };
}
