using System.Text.Json;

namespace Tocsin.Benchmarks.Batches;

/// <summary>Asks as Kapacitor does: the whole answer is decoded into rows of any values, and each row becomes a map of its fields.</summary>
internal sealed class WholeAnswer(string url) : IDisposable
{
    private readonly HttpClient _http = new();

    public async Task<Answer> AskAsync(string query)
    {
        using var body = new FormUrlEncodedContent([new("q", query)]);
        using var response = await _http.PostAsync(new Uri($"{url}/query"), body);
        return JsonSerializer.Deserialize<Answer>(await response.Content.ReadAsStreamAsync(), JsonSerializerOptions.Web)!;
    }

    /// <summary>Points that were judged.</summary>
    public int Judge(Answer answer)
    {
        var judged = 0;
        foreach (var series in answer.Results.SelectMany(result => result.Series))
        {
            foreach (var row in series.Values)
            {
                var fields = new Dictionary<string, object?>();
                var time = default(DateTimeOffset);
                for (var i = 0; i < row.Length; i++)
                {
                    if (series.Columns[i] == "time")
                        time = DateTimeOffset.Parse(row[i].GetString()!, System.Globalization.CultureInfo.InvariantCulture);
                    else if (row[i].ValueKind == JsonValueKind.Number)
                        fields[series.Columns[i]] = row[i].GetDouble();
                }

                if (time == default || ((double)fields["v"]! > 1000 && (double)fields["n"]! > 0))
                    throw new InvalidOperationException("no such value was written");
                judged++;
            }
        }

        return judged;
    }

    public void Dispose() => _http.Dispose();

    internal sealed record Answer(Result[] Results);

    internal sealed record Result(Series[] Series);

    internal sealed record Series(string Name, string[] Columns, JsonElement[][] Values);
}
