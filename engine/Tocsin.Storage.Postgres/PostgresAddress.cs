using Npgsql;
using Tocsin.Alerting.Storage;

namespace Tocsin.Storage.Postgres;

/// <summary>A server and a database as the configuration names them: <c>postgres://user:password@host:5432/database?sslmode=verify-full</c>.</summary>
internal sealed class PostgresAddress
{
    /// <summary>Where the tables are, unless the address says otherwise: other programs may use the database too.</summary>
    private const string DefaultSchema = "tocsin";

    private const string Form = "write postgres://USER:PASSWORD@HOST:5432/DATABASE";

    // What libpq calls it, and what Npgsql does.
    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["host"] = "Host",
        ["options"] = "Options",
        ["passfile"] = "Passfile",
        ["password"] = "Password",
        ["port"] = "Port",
        ["schema"] = "Search Path",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslmode"] = "SSL Mode",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
        ["user"] = "Username",
    };

    private readonly NpgsqlConnectionStringBuilder _builder;

    private PostgresAddress(NpgsqlConnectionStringBuilder builder) => _builder = builder;

    public string Schema => _builder.SearchPath ?? DefaultSchema;

    public string Database => _builder.Database ?? "";

    public string User => _builder.Username ?? "";

    /// <summary>For people: no user and no password.</summary>
    public string Shown => Schema == DefaultSchema ? $"{Server}/{Database}" : $"{Server}/{Database}?schema={Schema}";

    /// <summary>The server alone.</summary>
    public string Server => $"postgres://{_builder.Host}:{_builder.Port}";

    /// <exception cref="StoreException">It is none. The message does not repeat it, as it may hold a password.</exception>
    public static PostgresAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
            throw new StoreException($"The address of PostgreSQL is none: {Form}.");
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host.Length > 0 ? uri.Host : "localhost", Port = uri.Port > 0 ? uri.Port : 5432 };
        var (user, password) = uri.UserInfo.Split(':', 2) is [var name, var secret] ? (name, secret) : (uri.UserInfo, "");
        if (user.Length > 0)
            builder.Username = Uri.UnescapeDataString(user);
        if (password.Length > 0)
            builder.Password = Uri.UnescapeDataString(password);
        if (uri.AbsolutePath.Length > 1)
            builder.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            Set(builder, pair.Split('=', 2));
        if (builder.Database is not { Length: > 0 })
            throw new StoreException($"The address of PostgreSQL names no database: {Form}.");
        return builder.SearchPath is { } schema && !schema.All(static letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
            ? throw new StoreException("The address of PostgreSQL has a 'schema' that is more than small letters, digits and _.")
            : new PostgresAddress(builder);
    }

    /// <summary>How the one connection is made that writes.</summary>
    /// <param name="name">What it is called in the server's lists.</param>
    public string ForWriting(string name) => With(name, builder => builder.Pooling = false);

    /// <summary>How connections are made that read.</summary>
    /// <inheritdoc cref="ForWriting"/>
    public string ForReading(string name) => With(name, static builder =>
    {
        builder.MinPoolSize = 0;
        builder.MaxPoolSize = 8;
    });

    private static void Set(NpgsqlConnectionStringBuilder builder, string[] pair)
    {
        var value = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "";
        if (!Keys.TryGetValue(pair[0], out var key))
            throw new StoreException($"The address of PostgreSQL has '{pair[0]}', which is not known: choose among {string.Join(", ", Keys.Keys.Order(StringComparer.Ordinal))}.");
        try
        {
            builder[key] = key == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw new StoreException($"The address of PostgreSQL has a '{pair[0]}' that makes no sense.", error);
        }
    }

    private string With(string name, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(_builder.ConnectionString)
        {
            SearchPath = Schema,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false,
            CommandTimeout = 30,
        };
        if (!_builder.ContainsKey("Timeout") || _builder.Timeout == 15)
            builder.Timeout = 5;
        builder.ApplicationName ??= name;
        change(builder);
        return builder.ConnectionString;
    }
}
