using Tocsin.Dsl.Binding;

namespace Tocsin.Server.Cli.Texts;

/// <summary>Databases and retention policies as command lines have them.</summary>
internal static class DbrpText
{
    /// <exception cref="CliException">The text is none.</exception>
    public static Dbrp Parse(string text) =>
        Dbrp.TryParse(text, out var dbrp) ? dbrp : throw new CliException($"'{text}' isn't a valid -dbrp: {Dbrp.Form}", ExitCode.Usage);
}
