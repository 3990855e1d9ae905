"""A base for classes that tasks name as raptor_class."""

from .mode_registry import check_mode


class Worker:
    """Holds the modes that a subclass registers for the tasks that name it."""

    def register_mode(self, name, dispatcher):
        """As scalems_actors.register_mode, for this class only; here a mode that every interpreter has can be replaced, too."""
        check_mode(name, dispatcher)
        self._dispatchers()[name] = dispatcher

    def get_dispatcher(self, name):
        """The dispatcher of a mode that was registered here; None if there is none."""
        return self._dispatchers().get(name)

    def get_master(self):
        """The master, whose run_task gives it a task and waits for its end."""
        from .subtasks import Master

        return Master()

    def _dispatchers(self):
        # Created here, so that a subclass need not call a constructor of this class.
        return self.__dict__.setdefault("_registered_modes", {})
