using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Routing;

namespace Akka.Actor;

public sealed partial class LocalActorRefProvider
{
    /// <inheritdoc/>
    public void Init(ActorSystemImpl system)
    {
        _system = system;
        var supervisor = new RootGuardianSupervisor((RootActorPath)_rootPath, this, _termination, _log);
        _ = _termination.Task.ContinueWith(
            static (_, state) => ((ActorSystemImpl)state!).OnRootTerminated(),
            system,
            CancellationToken.None,
            TaskContinuationOptions.DenyChildAttach,
            TaskScheduler.Default);

        var dispatcher = system.Dispatchers.InternalDispatcher;
        var mailbox = new UnboundedMailbox();
        var rootProps = Props.Create<GuardianActor>()
            .WithSupervisorStrategy(new OneForOneStrategy(cause =>
            {
                _log.Error(cause, "guardian failed, shutting down!");
                return Directive.Stop;
            }));
        var root = new RootGuardianActorRef(
            system, rootProps, dispatcher, mailbox, supervisor, _rootPath, _deadLetters, _extraNames);
        _rootGuardian = root;
        _tempContainer = new VirtualPathContainer(system.Provider, _tempNode, root, _log);
        root.SetTempContainer(_tempContainer);

        var userProps = system.GuardianProps.HasValue
            ? system.GuardianProps.Value
            : Props.Create<GuardianActor>().WithSupervisorStrategy(
                SupervisorStrategyConfigurator.CreateConfigurator(_settings.SupervisorStrategyClass).Create());
        root.Cell.ReserveChild("user");
        _userGuardian = new LocalActorRef(
            system, userProps, system.Dispatchers.DefaultGlobalDispatcher, mailbox, root, _rootPath / "user");
        root.Cell.InitChild(_userGuardian);

        root.Cell.ReserveChild("system");
        var user = _userGuardian;
        _systemGuardian = new LocalActorRef(
            system, Props.Create(() => new SystemGuardianActor(user)), dispatcher, mailbox, root, _rootPath / "system");
        root.Cell.InitChild(_systemGuardian);

        // The end of the user guardian ends the system guardian, whose end ends the root.
        _systemGuardian.SendSystemMessage(new Watch(_userGuardian, _systemGuardian));
        root.SendSystemMessage(new Watch(_systemGuardian, root));
        root.Start();
        _userGuardian.Start();
        _systemGuardian.Start();
        _eventStream.StartDefaultLoggers(system);
    }

    /// <inheritdoc/>
    public IInternalActorRef ActorOf(
        ActorSystemImpl system,
        Props props,
        IInternalActorRef supervisor,
        ActorPath path,
        bool systemService,
        Deploy? deploy,
        bool lookupDeploy,
        bool async)
    {
        if (props.Deploy.RouterConfig is not NoRouter)
        {
            return RouterOf(system, props, supervisor, path, deploy, lookupDeploy, async);
        }

        var configured = lookupDeploy && !Deployer.IsEmpty ? Deployer.Lookup(path) : deploy;
        if (configured is not null)
        {
            if (_settings.DebugRouterMisconfiguration && configured.RouterConfig is not NoRouter)
            {
                _log.Warning(
                    "Configuration says that [{0}] should be a router, but code disagrees. Remove the config or add a RouterConfig to its Props.",
                    path);
            }

            if (configured.Mailbox != Deploy.NoMailboxGiven)
            {
                props = props.WithMailbox(configured.Mailbox);
            }

            if (configured.Dispatcher != Deploy.NoDispatcherGiven)
            {
                props = props.WithDispatcher(configured.Dispatcher);
            }

            if (configured.StashCapacity != Deploy.NoStashSize)
            {
                props = props.WithStashCapacity(configured.StashCapacity);
            }
        }

        var dispatcher = DispatcherFor(system, props.Deploy.Dispatcher, path);
        var mailboxType = system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config);
        return new LocalActorRef(system, props, dispatcher, mailboxType, supervisor, path);
    }

    private static MessageDispatcher DispatcherFor(ActorSystemImpl system, string id, ActorPath path)
    {
        if (id == Deploy.NoDispatcherGiven)
        {
            return system.Dispatchers.DefaultGlobalDispatcher;
        }

        return system.Dispatchers.HasDispatcher(id)
            ? system.Dispatchers.Lookup(id)
            : throw new ConfigurationException($"Dispatcher [{id}] not configured for path {path}");
    }

    private RepointableActorRef RouterOf(
        ActorSystemImpl system,
        Props props,
        IInternalActorRef supervisor,
        ActorPath path,
        Deploy? deploy,
        bool lookupDeploy,
        bool async)
    {
        // What is configured for the path counts before what is given with the call, and that before the props.
        var configured = (lookupDeploy ? Deployer.Lookup(path) : null) ?? Deploy.None;
        var combined = configured.WithFallback((deploy ?? Deploy.None).WithFallback(props.Deploy));
        if (props.RouterConfig is not FromConfig && configured.RouterConfig is NoRouter)
        {
            combined = combined.WithRouterConfig(props.RouterConfig);
        }

        if (combined.RouterConfig is FromConfig)
        {
            throw new ConfigurationException($"Configuration missing for router [{path}] in 'akka.actor.deployment' section.");
        }

        var routerProps = new Props(combined, typeof(RouterActor), Array.Empty<object>());
        var routeeProps = props.WithRouter(NoRouter.Instance);
        var dispatcher = DispatcherFor(system, combined.RouterConfig.RouterDispatcher, path);
        var mailboxType = system.Mailboxes.GetMailboxType(routerProps, dispatcher.Configurator.Config);
        var router = new RoutedActorRef(system, routerProps, dispatcher, mailboxType, routeeProps, supervisor, path);
        return router.Initialize(async: false);
    }
}
