using System.Text;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>
/// Looks into the ledger and for what is owed to it, on a connection of its own: what operators ask may take long and must not hold up
/// deliveries. Safe for any thread.
/// </summary>
internal sealed class SqlLedger(SqlStateReader reader) : IDisposable
{
    private const long MostOfNoise = 500_000;

    private readonly SqlStateReader _reader = reader;

    /// <summary>Entries, newest first.</summary>
    public IReadOnlyList<LedgerEntry> Read(in LedgerQuery query)
    {
        var (first, last) = Bounds();
        var (since, until) = (query.SinceUnixMilliseconds, query.UntilUnixMilliseconds);
        if (since > 0)
            first = FirstSince(since, first, last);
        if (until < long.MaxValue)
            last = FirstSince(until, first, last) - 1;
        last = Math.Min(last, query.Before - 1);

        var asked = query;
        return _reader.Rows(Sql(query), Entry, statement =>
        {
            statement.Bind(1, first).Bind(2, last).Bind(3, since).Bind(4, until).Bind(5, asked.Limit);
            if (asked.AlertId is { } id)
                statement.Bind(6, id);
            if (asked.Target is { } target)
                statement.Bind(7, target);
            if (asked.Outcome is { } outcome)
                statement.Bind(8, (int)outcome);
        });
    }

    /// <summary>Deliveries owed to a target whose events have an alert id, in order.</summary>
    public IReadOnlyList<OwedRow> FindOwed(int target, string alertId, int limit)
    {
        // The database sorts out those that cannot be it; which are, only the event itself tells.
        var bytes = Encoding.UTF8.GetBytes(alertId);
        var rows = _reader.Rows(
            "SELECT no, key, since, event FROM outbox WHERE target = ?1 AND instr(event, ?2) > 0 ORDER BY no LIMIT ?3",
            static row => new OwedRow(row.Integer(0), row.Integer(1), SqlStateReader.Milliseconds(row, 2), row.Blob(3)),
            statement => statement.Bind(1, target).Bind(2, bytes.AsSpan()).Bind(3, limit));
        return [.. rows.Where(row => row.ReadEvent() is { } alert && (alert.Id == alertId || alert.Members.Any(member => member.Id == alertId)))];
    }

    /// <summary>Which alerts handlers were notified of most since a time, and at which hours, but for drills; of the last entries, as there may be very many.</summary>
    public LedgerNoise ReadNoise(long since, int limit)
    {
        var (first, last) = Bounds();
        first = Math.Max(FirstSince(since, first, last), last - MostOfNoise + 1);
        var range = $"FROM ledger WHERE no BETWEEN ?1 AND ?2 AND ended >= ?3 AND +outcome = 0 AND NOT (substr(alert, 1, {DrillMark.Prefix.Length}) = '{DrillMark.Prefix}' AND length(alert) = {DrillMark.IdLength})";
        var hours = new long[24];
        foreach (var (hour, notified) in _reader.Rows(
            $"SELECT raised / 3600000 % 24, count(*) {range} AND level > 0 GROUP BY 1", static row => (row.Integer(0), row.Integer(1)), statement => statement.Bind(1, first).Bind(2, last).Bind(3, since)))
            hours[Math.Clamp(hour, 0, 23)] = notified;
        var loudest = _reader.Rows(
            "SELECT alert, problems, critical, recoveries, latest, (SELECT name FROM targets WHERE targets.no = one) FROM (SELECT alert, count(*) FILTER (WHERE level > 0) AS problems, "
            + "count(*) FILTER (WHERE level = 3) AS critical, count(*) FILTER (WHERE level = 0) AS recoveries, max(raised) AS latest, min(target) AS one "
            + $"{range} AND alert <> '' GROUP BY alert HAVING count(*) FILTER (WHERE level > 0) > 0) AS noise ORDER BY problems DESC, alert LIMIT ?4",
            static row => new LoudAlert(row.Text(0), row.Text(5), row.Integer(1), row.Integer(2), row.Integer(3), row.Integer(4)),
            statement => statement.Bind(1, first).Bind(2, last).Bind(3, since).Bind(4, limit));
        return new LedgerNoise(hours, loudest);
    }

    /// <summary>The oldest entries, with the times when they ended, and the number of the last.</summary>
    public (IReadOnlyList<(long Number, long UnixMilliseconds)> Oldest, long Last) ReadBegin(int limit) => (
        _reader.Rows(
            "SELECT no, ended FROM ledger ORDER BY no LIMIT ?1",
            static row => (row.Integer(0), row.Integer(1)),
            statement => statement.Bind(1, limit)),
        Bounds().Last);

    public void Dispose() => _reader.Dispose();

    // One equality has an index to serve it, and gives the order too; the plus keeps others from being chosen in its place.
    private static string Sql(in LedgerQuery query)
    {
        var sql = new StringBuilder(
            "SELECT no, target, key, alert, level, previous, message, time, raised, ended, attempts, outcome, reply, reason, " +
            "(SELECT name FROM targets WHERE targets.no = ledger.target) FROM ledger WHERE no BETWEEN ?1 AND ?2 AND ended >= ?3 AND ended < ?4");
        var isServed = false;
        if (query.AlertId is not null)
        {
            sql.Append(" AND alert = ?6");
            isServed = true;
        }

        // What was not delivered is little, and sooner looked through than all that went to a target.
        if (query.Outcome is { } outcome)
        {
            var isRare = outcome != LedgerOutcome.Delivered && !isServed;
            sql.Append(isRare ? " AND outcome = ?8 AND outcome <> 0" : " AND +outcome = ?8");
            isServed |= isRare;
        }

        if (query.Target is not null)
            sql.Append(isServed ? " AND +target = ?7" : " AND target = ?7");
        return sql.Append(" ORDER BY no DESC LIMIT ?5").ToString();
    }

    private static LedgerEntry Entry(ISqlRow row) => new()
    {
        Number = row.Integer(0),
        Target = SqlStateReader.Int(row, 1),
        Key = row.Integer(2),
        AlertId = row.Text(3),
        Level = SqlStateReader.Level(row, 4),
        PreviousLevel = SqlStateReader.Level(row, 5),
        Message = row.Text(6),
        UnixNanoseconds = row.Integer(7),
        RaisedUnixMilliseconds = SqlStateReader.Milliseconds(row, 8),
        EndedUnixMilliseconds = SqlStateReader.Milliseconds(row, 9),
        Attempts = SqlStateReader.Int(row, 10),
        Outcome = (LedgerOutcome)row.Integer(11),
        Reply = row.Text(12),
        Reason = row.Text(13),
        TargetName = row.Text(14),
    };

    private (long First, long Last) Bounds() => (
        _reader.Number("SELECT coalesce(min(no), 1) FROM ledger"),
        _reader.Number("SELECT coalesce(max(no), 0) FROM ledger"));

    // Entries are numbered as they end: halving the range finds a time without an index on it. After the clock was set back this is a
    // little off, for the entries of that time only.
    private long FirstSince(long time, long first, long last)
    {
        var (low, high) = (first, last + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (EndOf(middle) >= time)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private long EndOf(long number) => _reader.Rows(
        "SELECT ended FROM ledger WHERE no >= ?1 ORDER BY no LIMIT 1", static row => row.Integer(0), statement => statement.Bind(1, number)) is [var ended, ..]
        ? ended
        : long.MaxValue;
}
