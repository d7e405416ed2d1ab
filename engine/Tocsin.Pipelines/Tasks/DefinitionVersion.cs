using System.Security.Cryptography;
using System.Text;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Names what stands in a definition: whoever changes one can say which they saw, so that nobody overwrites what they did not see.</summary>
internal static class DefinitionVersion
{
    private const int Length = 24;

    /// <summary>The version of something that consists of texts.</summary>
    public static string Of(params IEnumerable<string> parts)
    {
        // The lengths tell where one text ends: what moves from one to the next is another version.
        var all = string.Concat(parts.Select(part => $"{part.Length}:{part}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..Length];
    }

    /// <summary>Lets a change through that is of this version.</summary>
    /// <param name="what">What is changed, such as <c>task cpu</c>.</param>
    /// <param name="wanted">Empty for any.</param>
    /// <exception cref="DefinitionException">It is of another.</exception>
    public static void Check(string what, string version, string wanted)
    {
        if (wanted.Length > 0 && wanted != version)
            throw new DefinitionException(RefusalKind.Outdated, $"{what} was changed by somebody else meanwhile: nothing was saved; read it again and change what it says now");
    }
}
