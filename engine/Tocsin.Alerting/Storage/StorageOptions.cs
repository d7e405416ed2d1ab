using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage;

/// <summary>How state is kept.</summary>
public sealed record StorageOptions : ICheckedOptions
{
    /// <summary>
    /// A PostgreSQL database that holds the state in the place of a file in the data folder:
    /// <c>postgres://user:password@host:5432/database?sslmode=verify-full</c>. Default: none.
    /// </summary>
    [Secret]
    public string Postgres { get; init; } = "";

    /// <summary>How long the start waits for PostgreSQL when it cannot be reached. Default 60 s.</summary>
    public TimeSpan PostgresWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What a commit to a file outlives; one to PostgreSQL outlives the sudden end of its machine. Default <see cref="StorageSafety.Process"/>.</summary>
    public StorageSafety Synchronous { get; init; } = StorageSafety.Process;

    /// <summary>
    /// How much room a file takes that is removed when the disk is full, so that the server can put its other files in order and goes on by itself.
    /// At most a sixteenth of the disk; 0 for none. Default 16 MiB.
    /// </summary>
    public long ReserveBytes { get; init; } = 16L << 20;

    /// <summary>How long the start may take to look for damage in the database; 0 does not look. Default 5 s.</summary>
    public TimeSpan Check { get; init; } = TimeSpan.FromSeconds(5);

    IEnumerable<OptionProblem> ICheckedOptions.Check()
    {
        if (Postgres.Length > 0 && !Postgres.StartsWith("postgres://", StringComparison.Ordinal) && !Postgres.StartsWith("postgresql://", StringComparison.Ordinal))
            yield return new OptionProblem("postgres", "is not the address of a PostgreSQL database: write postgres://USER:PASSWORD@HOST:5432/DATABASE");
        if (PostgresWait < TimeSpan.Zero)
            yield return new OptionProblem("postgres-wait", "must not be negative; 0s does not wait");
        if (ReserveBytes < 0)
            yield return new OptionProblem("reserve-bytes", "must not be negative; 0 keeps no reserve");
        if (Check < TimeSpan.Zero)
            yield return new OptionProblem("check", "must not be negative; 0s skips the check");
    }
}
