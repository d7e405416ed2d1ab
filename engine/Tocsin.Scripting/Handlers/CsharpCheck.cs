using Tocsin.Scripting.Compiling;
using Tocsin.Sdk;

namespace Tocsin.Scripting.Handlers;

/// <summary>Says all that is wrong with a script handler before there is one.</summary>
internal static class CsharpCheck
{
    /// <summary>What scripts of handlers are: they see <see cref="HandlerGlobals"/> and return a <see cref="Delivery"/> or nothing.</summary>
    public static readonly CsxShape Shape = new(typeof(HandlerGlobals), typeof(Delivery));

    public static IEnumerable<OptionProblem> Of(CsharpOptions options, CsharpScripts scripts)
    {
        if (options.File.Length == 0 && options.Code.Length == 0)
            yield break;

        var key = options.Code.Length > 0 ? "code" : "file";
        foreach (var error in scripts.Builds.Of(scripts.SourceOf(options), Shape).Errors)
            yield return new OptionProblem(key, error);
    }
}
