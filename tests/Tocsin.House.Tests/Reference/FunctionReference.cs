using System.Text;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Functions;

namespace Tocsin.House.Tests.Reference;

/// <summary>Writes the reference page of the functions of a catalog, in Markdown, from what they say of themselves.</summary>
internal static class FunctionReference
{
    /// <summary>The page: every function with its signatures, under the heading of its family. Lines end in a line feed.</summary>
    public static string Write(FunctionCatalog catalog)
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Functions of lambda expressions

            Made from the functions' own descriptions; do not edit by hand. Arguments must have exactly one of the kinds shown: nothing is converted, so
            `sqrt(4)` is an error and `sqrt(4.0)` is not. `missing` is a reference to a field or tag that the point does not have.

            """);
        foreach (var family in catalog.All.GroupBy(function => function.Family).OrderBy(family => family.Key, StringComparer.Ordinal))
        {
            page.Append($"\n## {family.Key}\n\n| call | result | |\n| --- | --- | --- |\n");
            foreach (var function in family)
                page.Append($"| {Calls(function)} | {Results(function)} | {function.Summary.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return page.Replace("\r\n", "\n").ToString();
    }

    private static string Calls(FunctionDefinition function) =>
        string.Join("<br>", function.Signatures.Select(signature => $"`{function.Name}({string.Join(", ", signature.Parameters.Select(kind => kind.Name()))})`"));

    private static string Results(FunctionDefinition function)
    {
        var kinds = function.Signatures.Select(signature => signature.Result.Name()).ToList();
        return string.Join("<br>", kinds.Distinct().Count() == 1 ? kinds.Take(1) : kinds);
    }
}
