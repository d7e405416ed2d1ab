using Tocsin.Sdk;

namespace Tocsin.Plugins.Smtp;

/// <summary>The mail server that all handlers use.</summary>
[ServiceSettings("smtp")]
internal sealed record SmtpSettings : ICheckedOptions
{
    private const int HighestPort = 65_535;

    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The server's name. Default <c>localhost</c>.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The server's port. Default 25.</summary>
    public int Port { get; init; } = 25;

    /// <summary>How the connection is encrypted. Default <c>auto</c>: from its begin at port 465, at others when the server offers STARTTLS.</summary>
    public SmtpEncryption Encryption { get; init; }

    /// <summary>The user to log in as. Empty, the default, does not log in.</summary>
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>Whether any certificate of the server is taken. Default false.</summary>
    public bool NoVerify { get; init; }

    /// <summary>The sender's address.</summary>
    public string From { get; init; } = "";

    /// <summary>Who gets the mails of handlers that name nobody, templates.</summary>
    public IReadOnlyList<EventTemplate> To { get; init; } = [];

    /// <summary>Whether every alert without a mail handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }

    /// <summary>How long a connection without a mail is kept. Default 30 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<OptionProblem> Check()
    {
        if (!Enabled)
            yield break;
        if (Host.Length == 0)
            yield return new OptionProblem("host", "mail is enabled but has no host; name the mail server");
        if (Port is < 1 or > HighestPort)
            yield return new OptionProblem("port", $"{Port} isn't a valid port; it is a number from 1 to {HighestPort}");
        if (!MailAddress.TryParse(From, out _))
            yield return new OptionProblem("from", $"mail is enabled but '{From}' isn't an address to send from; use one such as tocsin@example.com");
    }
}
