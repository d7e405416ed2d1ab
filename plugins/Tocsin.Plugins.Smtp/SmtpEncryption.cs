namespace Tocsin.Plugins.Smtp;

/// <summary>How the connection to the mail server is encrypted.</summary>
internal enum SmtpEncryption
{
    /// <summary>From its begin at port 465; at others when the server offers STARTTLS.</summary>
    Auto,

    /// <summary>From its begin.</summary>
    Tls,

    /// <summary>By STARTTLS; a server that does not offer it gets no mail.</summary>
    Starttls,

    /// <summary>Never.</summary>
    None,
}
