using System.Text.Json;

namespace Tocsin.EndToEnd;

/// <summary>Takes alerts by HTTP and refuses every other time or so with 500; remembers the events it took.</summary>
internal sealed class FailingSink : IDisposable
{
    private readonly HttpStandIn _http;
    private readonly Random _luck = new(42);
    private readonly Dictionary<string, List<Taken>> _taken = [];

    public FailingSink() => _http = new HttpStandIn(Answer);

    public string Url => _http.Url;

    /// <summary>Requests that were answered with 500.</summary>
    public int Refused { get; private set; }

    /// <summary>Events that came again after they had been taken.</summary>
    public int Repeated { get; private set; }

    /// <summary>The events of an alert id in the order in which each was first taken.</summary>
    public IReadOnlyList<Taken> Of(string id)
    {
        lock (_taken)
            return _taken.TryGetValue(id, out var events) ? [.. events] : [];
    }

    public void Dispose() => _http.Dispose();

    private int Answer(string body)
    {
        using var json = JsonDocument.Parse(body);
        var id = json.RootElement.GetProperty("id").GetString() ?? "";
        var alert = new Taken(
            int.Parse(json.RootElement.GetProperty("message").GetString() ?? ""), json.RootElement.GetProperty("level").GetString() ?? "");
        lock (_taken)
        {
            if (_luck.Next(2) == 0)
            {
                Refused++;
                return 500;
            }

            if (!_taken.TryGetValue(id, out var events))
                _taken.Add(id, events = []);
            if (events.Contains(alert))
                Repeated++;
            else
                events.Add(alert);
            return 200;
        }
    }

    /// <summary>An event: the number of its point and its level.</summary>
    internal readonly record struct Taken(int Number, string Level);
}
