using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Pipelines.Sideloads;

/// <summary>Reads all values of a source: by file, or by key of an answer, then by name.</summary>
internal static class SideloadReader
{
    private const int MostFiles = 100_000;
    private const long MostBytes = 64L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="SideloadException">The source is not there, too large, or a file of it is wrong.</exception>
    public static async Task<IReadOnlyDictionary<string, ConfigMap>> ReadAsync(SideloadAddress address, HttpClient http, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return address.Url.IsFile ? ReadFolder(address.Url.LocalPath) : await AskAsync(address, http, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            throw new SideloadException(e.Message);
        }
    }

    private static Dictionary<string, ConfigMap> ReadFolder(string folder)
    {
        var values = new Dictionary<string, ConfigMap>(StringComparer.Ordinal);
        var bytes = 0L;
        if (!Directory.Exists(folder))
            throw new SideloadException($"there is no folder {folder}");
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (values.Count == MostFiles)
                throw new SideloadException($"{folder} holds more than {MostFiles} files");
            var content = IsRead(file) ? RegularFile.ReadBytes(file, RegularFile.MostBytes) : [];
            if ((bytes += content.Length) > MostBytes)
                throw new SideloadException($"the files of {folder} have more than {MostBytes} bytes");
            values[Path.GetRelativePath(folder, file).Replace('\\', '/')] = Parse(file, Encoding.UTF8.GetString(content));
        }

        return values;
    }

    private static bool IsRead(string file) => Path.GetExtension(file) is ".yml" or ".yaml" or ".json";

    private static ConfigMap Parse(string file, string text)
    {
        if (text.AsSpan().IsWhiteSpace())
            return ConfigMap.Empty;
        var problems = new List<ConfigProblem>();
        ConfigValue value;
        if (Path.GetExtension(file) == ".json")
        {
            if (!ConfigJson.TryParse(text, out value, out var error))
                throw new SideloadException($"{file}: {error}");
        }
        else
        {
            value = YamlConfig.Read(file, text, problems) is [var first, ..] ? first : new ConfigNull();
        }

        if (problems.FirstOrDefault(problem => !problem.IsWarning) is { } wrong)
            throw new SideloadException(wrong.ToString());
        return value switch
        {
            ConfigMap map => map,
            ConfigNull => ConfigMap.Empty,
            _ => throw new SideloadException($"{file}: there must be keys with values, not {value.Describe()}"),
        };
    }

    private static async Task<IReadOnlyDictionary<string, ConfigMap>> AskAsync(SideloadAddress address, HttpClient http, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address.Url);
        request.Headers.Authorization = address.Authorization;
        foreach (var (name, value) in address.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new SideloadException($"it answered {(int)response.StatusCode} {response.ReasonPhrase}");
            return Answer(await ReadAsync(response, either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new SideloadException($"no answer within {Patience.TotalSeconds} s");
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var content = new MemoryStream();
        var block = new byte[64 * 1024];
        while (await body.ReadAsync(block, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            if (content.Length + count > MostBytes)
                throw new SideloadException($"its answer has more than {MostBytes} bytes");
            content.Write(block, 0, count);
        }

        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
    }

    private static Dictionary<string, ConfigMap> Answer(string json)
    {
        if (!ConfigJson.TryParse(json, out var value, out var error))
            throw new SideloadException($"its answer is not JSON: {error}");
        if (value is not ConfigMap map || map.Entries.Any(entry => entry.Value is not ConfigMap))
            throw new SideloadException("its answer must be an object of objects: {\"key\": {\"name\": value}}");
        return map.Entries.ToDictionary(entry => entry.Key, entry => (ConfigMap)entry.Value, StringComparer.Ordinal);
    }
}
