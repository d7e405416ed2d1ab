using System.Text.Json;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>
/// Requests that had the right credentials and were not understood: kept over restarts until somebody replays or drops them. Bounded by
/// number and by bytes; the oldest go first. Credentials are not kept. Safe for any thread.
/// </summary>
public sealed class Quarantine
{
    /// <summary>How many requests are kept.</summary>
    public const int Most = 1000;

    /// <summary>How many bytes of bodies are kept.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    /// <summary>No single body pushes out all others.</summary>
    private const int LargestPart = 4;

    private readonly Lock _gate = new();
    private readonly ISourceRecords _store;
    private readonly LinkedList<(long Number, long Bytes)> _kept;
    private long _last;
    private readonly int _longestBody;
    private long _bytes;

    /// <param name="longestBody">How many bytes of one body are kept.</param>
    internal Quarantine(ISourceRecords store, int longestBody)
    {
        _longestBody = (int)Math.Min(longestBody, MostBytes / LargestPart);
        _store = store;
        _kept = new LinkedList<(long Number, long Bytes)>(store.LoadQuarantineSizes());
        _last = _kept.Last?.Value.Number ?? 0;
        _bytes = _kept.Sum(entry => entry.Bytes);
    }

    /// <summary>How many requests it holds.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _kept.Count;
        }
    }

    /// <summary>Requests with numbers above <paramref name="after"/>, the oldest first.</summary>
    public IReadOnlyList<QuarantinedRequest> List(long after, int limit) => [.. _store.ReadQuarantine(after, limit).Select(QuarantinedRequest.From)];

    /// <summary>The request with this number, or null.</summary>
    public QuarantinedRequest? Find(long number) => _store.FindQuarantined(number) is { } row ? QuarantinedRequest.From(row) : null;

    /// <summary>Forgets a request; does nothing when it is gone already.</summary>
    public async Task DropAsync(long number)
    {
        await _store.CommitAsync(writer => writer.RemoveQuarantined(number)).ConfigureAwait(false);
        Forget(number);
    }

    /// <summary>Keeps a request. Completes when it is committed.</summary>
    internal async Task AddAsync(string source, SourcePlan plan, SourceRequest request, string problem)
    {
        var head = JsonSerializer.Serialize(QuarantineHead.Of(request, plan));
        var body = request.Body[..Math.Min(request.Body.Length, _longestBody)].ToArray();
        Task done;
        long number;
        lock (_gate)
        {
            var row = new QuarantineRow
            {
                Number = ++_last,
                Source = source,
                ReceivedUnixMilliseconds = request.Received.ToUnixTimeMilliseconds(),
                Problem = problem,
                Head = head,
                Body = body,
                BodyLength = request.Body.Length,
            };
            _kept.AddLast((row.Number, body.Length));
            _bytes += body.Length;
            var old = new List<long>();
            while (_kept.First is { } first && (_kept.Count > Most || _bytes > MostBytes))
            {
                _kept.RemoveFirst();
                _bytes -= first.Value.Bytes;
                old.Add(first.Value.Number);
            }

            number = row.Number;
            done = _store.CommitAsync(writer =>
            {
                writer.AddQuarantined(row);
                foreach (var gone in old)
                    writer.RemoveQuarantined(gone);
            });
        }

        try
        {
            await done.ConfigureAwait(false);
        }
        catch
        {
            Forget(number);
            throw;
        }
    }

    private void Forget(long number)
    {
        lock (_gate)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Number != number)
                    continue;
                _bytes -= node.Value.Bytes;
                _kept.Remove(node);
                break;
            }
        }
    }
}
