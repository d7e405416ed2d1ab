using YamlDotNet.Core;

namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>What is wrong with a text that is not YAML.</summary>
internal static class YamlProblem
{
    /// <summary>The reason with its place in the file.</summary>
    /// <param name="error">What reading the text threw.</param>
    /// <param name="file">The file's name, for the place.</param>
    public static ConfigProblem Of(YamlException error, string file) => new(
        $"not valid YAML: {error.InnerException?.Message ?? error.Message}", new ConfigPlace(file, (int)error.Start.Line, (int)error.Start.Column));
}
