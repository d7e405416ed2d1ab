using System.Security.Cryptography;
using System.Text;
using Tocsin.Alerting.Alerts.Silences;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>A silence as Alertmanager would have it: with a begin and an end.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Starts">When it begins, or its next window does.</param>
/// <param name="Ends">When that is over.</param>
internal sealed record AlertmanagerSilence(Silence Silence, string Id, SilenceState State, DateTimeOffset Starts, DateTimeOffset Ends)
{
    // Clients read years of four digits.
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Active ones first, of these the one that ends next; then those that begin next, then those that ended last.</summary>
    public static IComparer<AlertmanagerSilence> ByUrgency { get; } = Comparer<AlertmanagerSilence>.Create(static (left, right) =>
    {
        var byState = left.State.CompareTo(right.State);
        if (byState != 0)
            return byState;
        var byTime = left.State switch
        {
            SilenceState.Active => left.Ends.CompareTo(right.Ends),
            SilenceState.Pending => left.Starts.CompareTo(right.Starts),
            _ => right.Ends.CompareTo(left.Ends),
        };
        return byTime != 0 ? byTime : string.CompareOrdinal(left.Id, right.Id);
    });

    public static AlertmanagerSilence Of(Silence silence, DateTimeOffset now)
    {
        var span = silence.SpanAt(now) ?? new SilenceSpan(silence.From < silence.End ? silence.From : silence.End, silence.End);
        return new AlertmanagerSilence(silence, IdOf(silence), silence.StateAt(now), span.From, span.Until < Never ? span.Until : Never);
    }

    /// <summary>The id, or one made of it where it is not a UUID.</summary>
    public static string IdOf(Silence silence)
    {
        if (Guid.TryParse(silence.Id, out var own))
            return own.ToString();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(silence.Id), hash);
        return new Guid(hash[..16]).ToString();
    }
}
